"""Pages, papers and open data of roads."""
