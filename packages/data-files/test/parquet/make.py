"""Writes the Parquet files beside it: python3 make.py, with pyarrow 25. They are kept so that tests read what another library wrote."""
import decimal
import random
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as pe

FOLDER = Path(__file__).parent
ROWS = 200
START_MS = int(datetime(2024, 3, 11, 13, 30, tzinfo=timezone.utc).timestamp() * 1000)


def bars(rows=ROWS):
    """One-minute bars with prices of two decimals, the same in every file."""
    cents, table = 10_000, {"time": [], "open": [], "high": [], "low": [], "close": [], "volume": []}
    state = random.Random(7)
    for row in range(rows):
        opens, cents = cents, cents + state.randint(-20, 20)
        table["time"].append(START_MS + row * 60_000)
        table["open"].append(opens / 100)
        table["close"].append(cents / 100)
        table["high"].append((max(opens, cents) + state.randint(0, 9)) / 100)
        table["low"].append((min(opens, cents) - state.randint(0, 9)) / 100)
        table["volume"].append(float(state.randint(0, 9_999)))
    return table


BARS = bars()
TIMES = pa.array(BARS["time"], pa.int64())
MS = TIMES.cast(pa.timestamp("ms", "UTC"))


def table(time=MS, **columns):
    arrays = {"time": time, **{name: pa.array(BARS[name]) for name in ("open", "high", "low", "close", "volume")}}
    return pa.table({**arrays, **columns})


def write(name, content=None, **options):
    pq.write_table(content if content is not None else table(), FOLDER / f"{name}.parquet", **options)


for codec in ("none", "snappy", "gzip", "brotli", "zstd", "lz4"):
    write(f"codec-{codec}", compression=codec)
write("pages-v2", data_page_version="2.0", compression="zstd", data_page_size=400, write_batch_size=16)
write("pages-v1-many", data_page_size=400, write_batch_size=16, compression="snappy")
write("groups", row_group_size=50)
write("groups-without-statistics", row_group_size=50, write_statistics=False)
write("checksums", write_page_checksum=True)
write("plain", use_dictionary=False, compression="none")
write("encodings", use_dictionary=False, compression="none", column_encoding={
    "time": "DELTA_BINARY_PACKED", "open": "BYTE_STREAM_SPLIT", "high": "PLAIN", "low": "BYTE_STREAM_SPLIT", "close": "PLAIN",
    "volume": "BYTE_STREAM_SPLIT"})
required = pa.schema([pa.field("time", pa.timestamp("ms", "UTC"), False)] + [
    pa.field(name, pa.float64(), False) for name in ("open", "high", "low", "close", "volume")])
write("required", table().cast(required))

NAIVE = pa.array([datetime.fromtimestamp(ms / 1000, timezone.utc).replace(tzinfo=None) for ms in BARS["time"]], pa.timestamp("ms"))
write("time-us", table(MS.cast(pa.timestamp("us", "UTC"))))
write("time-ns", table(MS.cast(pa.timestamp("ns", "UTC"))))
write("time-s", table(MS.cast(pa.timestamp("s", "UTC"))))
write("time-wall", table(NAIVE.cast(pa.timestamp("ns"))))
write("time-int96", table(NAIVE.cast(pa.timestamp("ns"))), use_deprecated_int96_timestamps=True)
write("time-text", table(pa.array([datetime.fromtimestamp(ms / 1000, timezone.utc).isoformat() for ms in BARS["time"]])))
write("time-number", table(TIMES))
write("time-seconds", table(pa.array([ms / 1000 for ms in BARS["time"]])))
days = np.arange("2024-03-11", "2024-09-27", dtype="datetime64[D]")[:ROWS]
write("date", table(pa.array(days)))
for name, type_ in (("int32", pa.decimal32(7, 2)), ("int64", pa.decimal64(12, 4)), ("fixed", pa.decimal128(30, 2))):
    decimals = {
        column: pa.array([decimal.Decimal(f"{value:.2f}") for value in BARS[column]]).cast(type_)
        for column in ("open", "high", "low", "close")
    }
    write(f"decimal-{name}", table(**decimals), store_decimal_as_integer=name != "fixed")
write("integers", table(volume=pa.array([int(volume) for volume in BARS["volume"]], pa.uint64()),
                        **{name: pa.array([round(price * 100) for price in BARS[name]], pa.int32())
                           for name in ("open", "high", "low", "close")}))
nulls = list(BARS["volume"])
nulls[10] = None
write("null-volume", table(volume=pa.array(nulls)))
closes = list(BARS["close"])
closes[120], closes[121] = None, float("nan")
write("null-close", table(close=pa.array(closes)))
write("text-prices", table(close=pa.array([str(price) for price in BARS["close"]])))
write("list", table(close=pa.array([[price] for price in BARS["close"]])))
write("struct", table(close=pa.array([{"bid": price, "ask": price} for price in BARS["close"]])))
write("no-close", table().drop_columns(["close"]))
write("extra", table(note=pa.array([f"row {row}" for row in range(ROWS)]), tags=pa.array([["a", "b"]] * ROWS)))
write("strings-delta", table(pa.array([datetime.fromtimestamp(ms / 1000, timezone.utc).isoformat() for ms in BARS["time"]])),
      use_dictionary=False, column_encoding={"time": "DELTA_BYTE_ARRAY"})
write("empty", table().slice(0, 0))


class Keys(pe.KmsClient):
    def __init__(self, _):
        super().__init__()

    def wrap_key(self, key, _):
        return key.hex()

    def unwrap_key(self, key, _):
        return bytes.fromhex(key)


factory = pe.CryptoFactory(Keys)
for name, plaintext in (("encrypted-footer", False), ("encrypted-columns", True)):
    settings = pe.EncryptionConfiguration(footer_key="foot", column_keys={"col": ["close"]}, plaintext_footer=plaintext)
    properties = factory.file_encryption_properties(pe.KmsConnectionConfig(), settings)
    write(name, encryption_properties=properties)
