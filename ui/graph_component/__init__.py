"""The interactive graph as a Streamlit component: a scene goes in, clicks and what the analyst changed come out."""
