import { LabIcon } from '@jupyterlab/ui-components';

const TICKED = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 24 24">
  <path class="jp-icon3 jp-icon-selectable" fill="#616161" d="M5 3h10l4 4v5h-2V8h-3V5H6v14h5v2H5a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zm3 6h6v2H8zm0 4h5v2H8zm12.6.6 1.4 1.4-6.3 6.4-3.5-3.5 1.4-1.4 2.1 2.1z"/>
</svg>`;

/** A page with a tick: answers that a person grades. */
export const gradingIcon = new LabIcon({ name: 'jupyter-hybrid:grading', svgstr: TICKED });
