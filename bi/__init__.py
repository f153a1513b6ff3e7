"""What plugs into BI: the build command, publishing and the report."""
