"""The version of quoth that is installed."""


def version() -> str:
    """The installed version, e.g. "0.1.0"; "0+checkout" where quoth runs without being installed."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("quoth")
    except PackageNotFoundError:
        return "0+checkout"
