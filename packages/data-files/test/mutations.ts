/** A generator of 32 bits (mulberry32): the same seed gives the same numbers anywhere. */
export class Dice {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let value = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return Math.floor((((value ^ (value >>> 14)) >>> 0) / 2 ** 32) * limit)
  }

  of<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!
  }
}

type Mutation = (text: Buffer, dice: Dice) => Buffer

const PIECES = [
  ',',
  '"',
  '""',
  '\n',
  '\r',
  '\r\n',
  ' ',
  '\t',
  '.',
  '-',
  '+',
  'e',
  'E9',
  '0',
  '9',
  'x',
  ';',
  '\0',
  'é',
  '\ufeff',
  ':',
  '$',
  '%',
]
const CELLS = [
  '',
  ' ',
  'NaN',
  'Infinity',
  '-1',
  '0',
  '-0',
  '1e400',
  '1e-400',
  '0x10',
  '1,234',
  '"1,234"',
  '"12"',
  ' 12 ',
  '12 USD',
  '$12',
  '12.5.1',
].concat([
  '1_000',
  '1 000',
  'null',
  'n/a',
  '2024-02-30',
  '2024-03-10 02:30',
  '01/02/2024',
  '1710163800',
  '+5',
  '5.',
  '.5',
  '"5',
  '5"',
  '"a""b"',
  '"a\nb"',
  '١٢',
])
const HEADERS = [
  'Date,Open,High,Low,Close,Volume',
  'Date,Close,High,Low,Open,Volume',
  ',Open,High,Low,Close,Volume',
  'Open,Close',
]

/** Does something to one line, which is given without its end. */
function toLine(change: (line: string, dice: Dice) => string): Mutation {
  return (text, dice) => {
    const lines = text.toString('latin1').split('\n')
    const at = dice.below(lines.length)
    lines[at] = change(lines[at]!, dice)
    return Buffer.from(lines.join('\n'), 'latin1')
  }
}

function toCell(change: (cell: string, dice: Dice) => string): Mutation {
  return toLine((line, dice) => {
    const cells = line.split(',')
    const at = dice.below(cells.length)
    cells[at] = change(cells[at]!, dice)
    return cells.join(',')
  })
}

/** What may happen to a file. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'a byte is another': (text, dice) => {
    const changed = Buffer.from(text)
    if (changed.length > 0) changed[dice.below(changed.length)] = dice.below(256)
    return changed
  },
  'a digit is another': toCell((cell, dice) =>
    cell.replace(/\d/g, (digit) => (dice.below(4) === 0 ? String(dice.below(10)) : digit)),
  ),
  'something stands between': (text, dice) => {
    const at = dice.below(text.length + 1)
    return Buffer.concat([text.subarray(0, at), Buffer.from(dice.of(PIECES)), text.subarray(at)])
  },
  'bytes are gone': (text, dice) => {
    const at = dice.below(text.length + 1)
    return Buffer.concat([text.subarray(0, at), text.subarray(at + 1 + dice.below(8))])
  },
  'the file is cut off': (text, dice) => text.subarray(0, dice.below(text.length + 1)),
  'a line comes twice': toLine((line) => `${line}\n${line}`),
  'a line is gone': toLine(() => ''),
  'a line is empty': toLine((line, dice) => `${dice.of(['', ' ', '\t', '\r'])}\n${line}`),
  'lines end in CRLF': (text) => Buffer.from(text.toString('latin1').replaceAll('\n', '\r\n'), 'latin1'),
  'a line ends in CRLF': toLine((line) => `${line}\r`),
  'a header comes': toLine((line, dice) => `${dice.of(HEADERS)}\n${line}`),
  'a cell is another': toCell((_, dice) => Buffer.from(dice.of(CELLS)).toString('latin1')),
  'a cell is quoted': toCell((cell) => `"${cell}"`),
  'a cell has blanks': toCell((cell, dice) => `${dice.of([' ', '\t', ''])}${cell}${dice.of([' ', '\t', '  '])}`),
  'a cell has a unit': toCell((cell, dice) => dice.of([`${cell} USD`, `$${cell}`, `${cell}%`])),
  'a number has thousands': toCell((cell, dice) =>
    dice.of([`"1,${cell}"`, `"1,2${cell}"`, `"${cell.replace(/(\d)(\d{3})$/, '$1,$2')}"`]),
  ),
  'two cells change places': toLine((line, dice) => {
    const cells = line.split(',')
    const [one, other] = [dice.below(cells.length), dice.below(cells.length)]
    ;[cells[one], cells[other]] = [cells[other]!, cells[one]!]
    return cells.join(',')
  }),
  'all cells are quoted': (text) =>
    Buffer.from(
      text.toString('latin1').replace(/[^,\r\n]+/g, (cell) => (cell.includes('"') ? cell : `"${cell}"`)),
      'latin1',
    ),
  'it begins with a mark': (text) => Buffer.concat([Buffer.from('\ufeff'), text]),
}
