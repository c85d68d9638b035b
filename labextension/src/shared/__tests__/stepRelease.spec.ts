import { describe, expect, it } from 'vitest';

import { isCellId, isKey, readStepRelease } from '../stepRelease';

const RELEASE = 'a'.repeat(64);
const GOOD = { course: 'c', module: 'm', step: 's', release: RELEASE };

describe('readStepRelease', () => {
  it('reads the release and the ids of its cells', () => {
    const step = readStepRelease({ ...GOOD, cells: ['one', 'two'] });

    expect(step).toMatchObject(GOOD);
    expect([...(step?.cells ?? [])]).toEqual(['one', 'two']);
  });

  it('knows that it does not know the cells of a notebook that does not list them', () => {
    expect(readStepRelease(GOOD)?.cells).toBeNull();
    expect(readStepRelease({ ...GOOD, cells: 'one' })?.cells).toBeNull();
    expect(readStepRelease({ ...GOOD, cells: { 0: 'one' } })?.cells).toBeNull();
  });

  it('drops what is no id from the list of cells', () => {
    const step = readStepRelease({ ...GOOD, cells: ['one', 2, null, '../x', '', 'a'.repeat(129)] });

    expect([...(step?.cells ?? [])]).toEqual(['one']);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'c'],
    ['a list', [GOOD]],
    ['no course', { ...GOOD, course: undefined }],
    ['a number for a course', { ...GOOD, course: 1 }],
    ['a course that climbs', { ...GOOD, course: '../..' }],
    ['an object for a module', { ...GOOD, module: { key: 'm' } }],
    ['an upper-case step', { ...GOOD, step: 'S' }],
    ['a step that is too long', { ...GOOD, step: 's'.repeat(65) }],
    ['no release', { ...GOOD, release: undefined }],
    ['a release that is no hash', { ...GOOD, release: 'latest' }],
    ['a release with a line break', { ...GOOD, release: `${RELEASE}\n` }]
  ])('takes %s for no step', (_, metadata) => {
    expect(readStepRelease(metadata)).toBeNull();
  });
});

describe('keys and ids', () => {
  it('are what the server takes', () => {
    expect(isKey('python_for-analysts2')).toBe(true);
    expect(isKey('_x')).toBe(false);
    expect(isCellId('Mean_of-A')).toBe(true);
    expect(isCellId('a b')).toBe(false);
    expect(isCellId('constructor\u0000')).toBe(false);
  });
});
