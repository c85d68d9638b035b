import { LabIcon } from '@jupyterlab/ui-components';

const BOOK = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 24 24">
  <path class="jp-icon3 jp-icon-selectable" fill="#616161" d="M3 4.5C5.6 3.6 8.6 3.8 11 5.3v14.2c-2.4-1.4-5.4-1.6-8-.8zm18 0c-2.6-.9-5.6-.7-8 .8v14.2c2.4-1.4 5.4-1.6 8-.8z"/>
</svg>`;

/** An open book: courses. */
export const coursesIcon = new LabIcon({ name: 'jupyter-hybrid:courses', svgstr: BOOK });
