"""Briefing: layout, scene, figure, redaction, markings, exports."""
