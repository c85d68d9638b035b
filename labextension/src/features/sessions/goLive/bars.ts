import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { LiveRegion } from '../../../shared/liveRegion';
import { END_SESSION } from '../tokens';
import { LiveBar } from '../widget';
import { presenterWords } from '../words';
import type { PresentedSessions } from './presented';

/** Keeps a live bar above each notebook that is live, and says aloud how the connection is doing. */
export function showBars(
  { commands, shell }: JupyterFrontEnd,
  presented: PresentedSessions,
  region: LiveRegion,
  trans: TranslationBundle
): void {
  const bars = new Map<NotebookPanel, LiveBar>();
  presented.changed.connect((_, panel) => {
    bars.get(panel)?.dispose();
    bars.delete(panel);
    const presenting = presented.get(panel);
    if (presenting === null) {
      return;
    }
    const bar = new LiveBar(presenting, trans, {
      end: () => {
        shell.activateById(panel.id);
        void commands.execute(END_SESSION);
      },
      close: () => {
        presented.close(panel);
        // the focus would be lost with the bar
        panel.activate();
      }
    });
    bars.set(panel, bar);
    panel.contentHeader.addWidget(bar);
    let said = '';
    presenting.changed.connect(() => {
      const words = presenterWords(presenting.state, presenting.reason, trans);
      if (words !== said) {
        said = words;
        region.say(trans.__('Live session: %1', words));
      }
    });
  });
}
