import { assert, constantFrom, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertMoney, formatMoney, isSameAmount, parseMoney, toAmount } from '#kernel/money.ts';

describe('an amount as people type it', () => {
  it.each([
    ['25000', '25000.00', null],
    ['25,000.00', '25000.00', null],
    ['25.000,00', '25000.00', null],
    ['12.000,50', '12000.50', null],
    ['25 000', '25000.00', null],
    ['25\u00a0000', '25000.00', null],
    ["1'250'000.5", '1250000.50', null],
    ['€25,000', '25000.00', 'EUR'],
    ['25,000 €', '25000.00', 'EUR'],
    ['EUR 25,000', '25000.00', 'EUR'],
    ['usd25000', '25000.00', 'USD'],
    ['25000 usd', '25000.00', 'USD'],
    ['12,5', '12.50', null],
    ['12.5', '12.50', null],
    ['12,50', '12.50', null],
    ['1.234.567', '1234567.00', null],
    ['1,234,567', '1234567.00', null],
    ['1,234,567.89', '1234567.89', null],
    ['25k', '25000.00', null],
    ['1.5k', '1500.00', null],
    ['0', '0.00', null],
    ['007', '7.00', null],
  ])('%j is %j', (text, amount, currency) => {
    expect(parseMoney(text)).toEqual({ kind: 'money', amount, currency });
  });

  it.each([
    ['12.000', 'can be 12 or 12000: write 12.00 or 12000'],
    ['€12.000', 'can be 12 or 12000'],
    ['1.500k', 'can be 1 or 1500'],
    ['1e9', 'write all its digits'],
    ['-5', 'below zero'],
    ['(500)', 'below zero'],
    ['12.3456', 'more than two decimals'],
    ['12,0000', 'more than two decimals'],
    ['1,00,000', 'is no amount'],
    ['1.2.3', 'is no amount'],
    ['12,000.123', 'more than two decimals'],
    ['abc', 'is no amount'],
    ['', 'Write an amount'],
    ['€', 'Write an amount'],
    ['999999999999999999', 'more than a campaign can cost'],
    ['1000000001', 'more than a campaign can cost'],
    ['JPY 25.50', 'JPY has no decimals'],
    ['25000 <!channel>', 'is no amount'],
    ['NaN', 'is no amount'],
    ['0x10', 'is no amount'],
  ])('%j is refused: %s', (text, because) => {
    const read = parseMoney(text);
    expect(read.kind).toBe('refused');
    expect(read.kind === 'refused' && read.because).toContain(because);
  });

  it('is read back from every way in which it can be written', () => {
    const writings: readonly ((whole: string, cents: string) => string)[] = [
      (whole, cents) => `${whole}.${cents}`,
      (whole, cents) => `${Number(whole).toLocaleString('en')}.${cents}`,
      (whole, cents) => `${Number(whole).toLocaleString('de')},${cents}`,
      (whole, cents) => `€${Number(whole).toLocaleString('fr')},${cents}`,
    ];
    assert(
      property(nat(999_999_999), nat(99), constantFrom(...writings), (whole, cents, write) => {
        const text = write(String(whole), String(cents).padStart(2, '0'));
        expect(parseMoney(text)).toMatchObject({
          kind: 'money',
          amount: `${whole}.${String(cents).padStart(2, '0')}`,
        });
      }),
    );
  });
});

describe('an amount', () => {
  it('reads as people of its currency expect', () => {
    expect(formatMoney('25000.00', 'EUR')).toBe('€25,000');
    expect(formatMoney('1234.50', 'USD')).toBe('$1,234.50');
    expect(formatMoney('90071992547409.93', 'EUR')).toBe('€90,071,992,547,409.93');
  });

  it('is converted without a floating point', () => {
    expect(convertMoney('25000.00', 0.92)).toBe('23000.00');
    expect(convertMoney('0.05', 0.1)).toBe('0.01');
    expect(convertMoney('100.00', 1.005)).toBe('100.50');
    expect(convertMoney('1000000000.00', 3)).toBe('3000000000.00');
  });

  it('is the same however a database or a CRM writes it', () => {
    expect(toAmount('25000')).toBe('25000.00');
    expect(toAmount('25000.5000')).toBe('25000.50');
    expect(toAmount('25000.123')).toBeNull();
    expect(isSameAmount('25000', '25000.00')).toBe(true);
    expect(isSameAmount('25000', null)).toBe(false);
  });
});
