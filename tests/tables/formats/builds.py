"""Build the features of order lines in a format, twice."""

from tests.pipeline.project import Project
from tests.pipeline.test_late_files import SELECT
from tests.tables.formats.lines import BLOCK, change_lines, make_lines

# One line is added per 1,000 lines; the second number is that of corrected lines.
SHARE, CHANGED = 1_000, 10


class Shop:
    """A project that reads order lines in one format.

    Parameters
    ----------
    folder : Path
    shape : tests.tables.formats.writing.Shape
    count : int
        Number of lines in the first build.
    """

    def __init__(self, folder, shape, count: int):
        """Write the lines and the block."""
        self.shape, self.count = shape, count
        self.project = Project(folder / "project")
        self.project.folder.mkdir(parents=True)
        self.blocks = folder / "blocks"
        self.blocks.mkdir()
        (self.blocks / "mine.yml").write_text(BLOCK.format(more=""))
        self.lines = make_lines(count)
        shape.write(self.lines)

    def build(self, *arguments) -> str:
        """Build all features; return the output of dbt."""
        variables = {
            "orders_source": "mine",
            "orders_path": self.shape.address,
            "sources_path": str(self.blocks),
        }
        run = self.project.dbt("build", *SELECT, *arguments, variables=variables)
        assert run.returncode == 0, run.stdout
        return run.stdout

    def update(self) -> None:
        """Add a thousandth of the lines and correct ten lines."""
        new = make_lines(max(1, self.count // SHARE), first=self.count)
        self.shape.update(new, change_lines(self.lines, CHANGED))

    def features(self):
        """Return all features, sorted."""
        return self.project.tables("features")["features.customer_features"]

    def lines_of_files(self, since) -> int:
        """Return the number of lines in the files that were read after a time."""
        ((lines,),) = self.project.query(
            "select coalesce(sum(lines), 0) from staging.order_files "
            f"where epoch_us(read_at) > {since}"
        )
        return lines

    def read_at(self) -> int:
        """Return the time at which a file was last read."""
        ((moment,),) = self.project.query(
            "select max(epoch_us(read_at)) from staging.order_files"
        )
        return moment

    def customers_built(self) -> int:
        """Return the number of customers that the last build made."""
        ((customers,),) = self.project.query(
            "select count(*) from intermediate.int_customers_to_build"
        )
        return customers
