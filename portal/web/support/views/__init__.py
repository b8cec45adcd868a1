"""The desk's pages, inside the support area of `portal.web.staff`."""
