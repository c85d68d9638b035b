import { describe, expect, it } from 'vitest';

import { takeCourse } from '../courseAddress';

describe('takeCourse', () => {
  it('takes the course out of the address', () => {
    const addresses: string[] = [];

    const course = takeCourse({ href: 'http://host/lab?hybrid-course=python&reset' }, url =>
      addresses.push(url)
    );

    expect(course).toBe('python');
    expect(addresses).toEqual(['http://host/lab?reset=']);
  });

  it('leaves an address without a course alone', () => {
    const addresses: string[] = [];

    expect(takeCourse({ href: 'http://host/lab' }, url => addresses.push(url))).toBeNull();
    expect(addresses).toEqual([]);
  });

  it('takes what is no key out of the address, and does nothing with it', () => {
    const addresses: string[] = [];

    const course = takeCourse({ href: 'http://host/lab?hybrid-course=../x' }, url =>
      addresses.push(url)
    );

    expect(course).toBeNull();
    expect(addresses).toEqual(['http://host/lab']);
  });
});
