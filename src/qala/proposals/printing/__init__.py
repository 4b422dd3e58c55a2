"""Paper: placards and letters as PDF, drawn by Typst."""
