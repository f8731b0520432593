"""The attribution explorer's app: page set-up and navigation. Start it with `attribution serve --case FOLDER`."""

import streamlit as st

from ui import ICON, STYLES, auth, navigation

# a file of ours: Streamlit fetches its own icons from outside
st.set_page_config(page_title="Attribution explorer", page_icon=ICON, layout="wide", initial_sidebar_state=350)
st.html(STYLES)
auth.guard()
navigation.run()
