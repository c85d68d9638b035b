import { LabIcon } from '@jupyterlab/ui-components';

export { codeCheckIcon } from '@jupyterlab/ui-components';

const STOP = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 24 24">
  <path class="jp-icon3 jp-icon-selectable" fill="#616161" d="M8 2h8l6 6v8l-6 6H8l-6-6V8zm3 5v7h2V7zm0 9v2h2v-2z"/>
</svg>`;

const TRIANGLE = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 24 24">
  <path class="jp-icon3 jp-icon-selectable" fill="#616161" d="M12 2 23 21H1zm0 4L4.5 19h15zm-1 4h2v5h-2zm0 6h2v2h-2z"/>
</svg>`;

/** A filled octagon: errors. */
export const errorIcon = new LabIcon({ name: 'jupyter-hybrid:lint-error', svgstr: STOP });

/** An open triangle: warnings. */
export const warningIcon = new LabIcon({ name: 'jupyter-hybrid:lint-warning', svgstr: TRIANGLE });
