/** The names under which `jupyter_hybrid.widgets` finds its front end. */
export const MODULE_NAME = 'jupyter-hybrid';

/** The version in package.json; what a kernel asks for has to match it. */
export const MODULE_VERSION = '0.1.0';

/** The plugin of ipywidgets that offers the registry; absent where ipywidgets is. */
export const WIDGET_MANAGER = '@jupyter-widgets/jupyterlab-manager:plugin';
