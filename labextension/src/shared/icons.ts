import { LabIcon } from '@jupyterlab/ui-components';

const BOOK = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 24 24">
  <path class="jp-icon3 jp-icon-selectable" fill="#616161" d="M3 4.5C5.6 3.6 8.6 3.8 11 5.3v14.2c-2.4-1.4-5.4-1.6-8-.8zm18 0c-2.6-.9-5.6-.7-8 .8v14.2c2.4-1.4 5.4-1.6 8-.8z"/>
</svg>`;

/** An open book: courses. */
export const coursesIcon = new LabIcon({ name: 'jupyter-hybrid:courses', svgstr: BOOK });

const PAGE = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 24 24">
  <path class="jp-icon3 jp-icon-selectable" fill="#616161" d="M5 2h14a1 1 0 0 1 1 1v18a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V3a1 1 0 0 1 1-1zm1 2v16h12V4zm2 3h8v2H8zm0 4h8v2H8zm0 4h5v2H8z"/>
</svg>`;

const QUESTION = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 24 24">
  <path class="jp-icon3 jp-icon-selectable" fill="#616161" d="M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20zm0 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16zm-1 11h2v2h-2zm1-9a4 4 0 0 1 4 4c0 1.6-1 2.4-1.9 3.1-.7.6-1.1 1-1.1 1.9h-2c0-1.9 1-2.7 1.9-3.4.7-.6 1.1-.9 1.1-1.6a2 2 0 1 0-4 0H8a4 4 0 0 1 4-4z"/>
</svg>`;

const CALENDAR = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 24 24">
  <path class="jp-icon3 jp-icon-selectable" fill="#616161" d="M7 2h2v2h6V2h2v2h3a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1h3zm-2 8v10h14V10zm2 2h4v4H7z"/>
</svg>`;

/** A page with text: readings. */
export const readingIcon = new LabIcon({ name: 'jupyter-hybrid:reading', svgstr: PAGE });

/** A question mark: quizzes. */
export const quizIcon = new LabIcon({ name: 'jupyter-hybrid:quiz', svgstr: QUESTION });

/** A day of a calendar: steps that take place at a time. */
export const liveStepIcon = new LabIcon({ name: 'jupyter-hybrid:live-step', svgstr: CALENDAR });
