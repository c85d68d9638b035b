import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { formatPoints } from '../../../shared/points';
import type { IAttemptView } from '../state';

export interface ICommentsProps {
  readonly comments: IAttemptView['comments'];
  readonly trans: TranslationBundle;
}

/** What a person who read the answers gave and said. */
export function Comments({ comments, trans }: ICommentsProps): React.JSX.Element | null {
  return comments.length === 0 ? null : (
    <ul className="jp-Hybrid-Comments" aria-label={trans.__('Graded by a person')}>
      {comments.map(({ cell, points, max_points: most, comment }) => (
        <li key={cell}>
          <strong>
            {trans.__(
              '%1, graded by a person: %2 of %3 points',
              cell,
              formatPoints(points ?? 0),
              formatPoints(most)
            )}
          </strong>
          {comment !== '' && <p className="jp-Hybrid-Comments-said">{comment}</p>}
        </li>
      ))}
    </ul>
  );
}
