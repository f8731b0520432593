"""Measures against a baseline in the same run; prints ratios, never fails."""
