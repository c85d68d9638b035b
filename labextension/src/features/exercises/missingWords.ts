import type { TranslationBundle } from '@jupyterlab/translation';

import type { IMissingView } from './state';

/** Why something is missing where answers are checked; code stands in backticks. */
export function missingWords(missing: IMissingView, trans: TranslationBundle): string {
  const name = `\`${missing.name.replace(/`/g, '')}\``;
  switch (missing.kind) {
    case 'variable':
      return variableWords(name, missing.isInKernel, trans);
    case 'import':
      return missing.isInKernel === true
        ? trans.__(
            'Your kernel has the module %1, and where answers are checked it is not installed. Do without it, or ask your trainer for it.',
            name
          )
        : trans.__('The module %1 is not installed where answers are checked.', name);
    case 'file':
      return missing.isInKernel === true
        ? trans.__(
            'The file %1 is there for your kernel, and it is none of the files of this step. Answers are checked with those only.',
            name
          )
        : trans.__(
            'The file %1 is not there: answers are checked with the files of this step only.',
            name
          );
  }
}

function variableWords(name: string, isInKernel: boolean | null, trans: TranslationBundle): string {
  return isInKernel === true
    ? [
        trans.__(
          'Your kernel still has %1, from a cell that is not in the notebook any more or was changed after it ran.',
          name
        ),
        trans.__('Run all cells from the top (Restart and run all) to see what we see.')
      ].join(' ')
    : trans.__('When the cells run from the top, %1 is not defined where it is used.', name);
}
