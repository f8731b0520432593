"""The attribution explorer's app: page set-up and navigation. Start it with `attribution serve --case FOLDER`."""

import streamlit as st

from ui import auth, navigation

st.set_page_config(page_title="Attribution explorer", page_icon=":material/hub:", layout="wide")
auth.guard()
navigation.run()
