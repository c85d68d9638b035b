import { LabIcon } from '@jupyterlab/ui-components';

/** A dot that sends waves. */
export const liveIcon = new LabIcon({
  name: 'jupyter-hybrid:live',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <g class="jp-icon3" fill="none" stroke="#616161" stroke-width="2" stroke-linecap="round">
    <circle class="jp-icon3" cx="12" cy="12" r="2" fill="#616161" />
    <path class="jp-icon-none" d="M7.8 16.2a6 6 0 0 1 0-8.4M16.2 7.8a6 6 0 0 1 0 8.4M4.9 19.1a10 10 0 0 1 0-14.2M19.1 4.9a10 10 0 0 1 0 14.2" />
  </g>
</svg>`
});
