import { describe, expect, it } from 'vitest';

import { MODULE_NAME, MODULE_VERSION } from '../module';

interface IPackage {
  readonly default: { readonly name: string; readonly version: string };
}

/** Outside of the sources, where the compiler does not look. */
const PACKAGE = '../../../../package.json';

describe('the widget module', () => {
  it('has the name and the version of the package', async () => {
    const { name, version } = ((await import(PACKAGE)) as IPackage).default;

    expect([MODULE_NAME, MODULE_VERSION]).toEqual([name, version]);
  });
});
