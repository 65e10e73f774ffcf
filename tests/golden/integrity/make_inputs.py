"""Small files for the golden runs, made here byte by byte: no camera, no library, the same on every machine."""
import io
import struct
import zipfile
import zlib

QUANTISER = [16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40, 26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51, 61, 60, 57, 51,
             56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87, 95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120, 92,
             101, 103, 99]  # Annex K.1 in zigzag order: what the common library uses at quality 50
DC_LENGTHS = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
AC_LENGTHS = [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125]
AC_VALUES = bytes.fromhex(
    "01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a"
    "434445464748494a535455565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9"
    "aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa")


def segment(marker, body):
    return struct.pack(">BBH", 0xff, marker, len(body) + 2) + body


def tiff(ifd0, exif):
    """Big-endian TIFF of ASCII and LONG entries: {tag: text or number}."""
    def directory(entries, at):
        out, heap = struct.pack(">H", len(entries)), b""
        data = at + 2 + 12 * len(entries) + 4
        for tag, value in sorted(entries.items()):
            if isinstance(value, str):
                raw = value.encode() + b"\0"
                if len(raw) > 4:
                    out += struct.pack(">HHII", tag, 2, len(raw), data + len(heap))
                    heap += raw + b"\0" * (len(raw) % 2)
                else:
                    out += struct.pack(">HHI4s", tag, 2, len(raw), raw)
            else:
                out += struct.pack(">HHII", tag, 4, 1, value)
        return out + struct.pack(">I", 0) + heap
    first = dict(ifd0)
    first[0x8769] = 0
    first[0x8769] = 8 + len(directory(first, 8))
    body = directory(first, 8)
    return b"MM\0*" + struct.pack(">I", 8) + body + directory(exif, 8 + len(body))


def jpeg(ifd0=None, exif=None, jfif=False, scale=1):
    """64 × 64 grey pixels, all of one level."""
    out = b"\xff\xd8"
    if jfif:
        out += segment(0xe0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
    if ifd0:
        out += segment(0xe1, b"Exif\0\0" + tiff(ifd0, exif or {}))
    out += segment(0xdb, b"\0" + bytes(min(255, max(1, q // scale)) for q in QUANTISER))
    out += segment(0xc0, struct.pack(">BHHB", 8, 64, 64, 1) + b"\1\x11\0")
    out += segment(0xc4, b"\0" + bytes(DC_LENGTHS) + bytes(range(12)))
    out += segment(0xc4, b"\x10" + bytes(AC_LENGTHS) + AC_VALUES)
    out += segment(0xda, b"\1\1\0\0\x3f\0")
    bits = "001010" * 64  # difference 0, end of block
    bits += "1" * (-len(bits) % 8)
    return out + int(bits, 2).to_bytes(len(bits) // 8, "big") + b"\xff\xd9"


def png(*texts):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    rows = b"".join(b"\0" + bytes(range(y, y + 16)) for y in range(16))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 16, 16, 8, 0, 0, 0, 0))
            + b"".join(chunk(b"tEXt", t) for t in texts) + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b""))


def box(kind, *parts):
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def movie(created, track_created, handler):
    """An MP4 with one video track of two samples, without any codec data."""
    mvhd = box(b"mvhd", struct.pack(">IIIII", 0, created, created, 1000, 2000), b"\0" * 80)
    tkhd = box(b"tkhd", struct.pack(">IIIIII", 7, track_created, track_created, 1, 0, 2000), b"\0" * 60)
    mdhd = box(b"mdhd", struct.pack(">IIIIIHH", 0, track_created, track_created, 1000, 2000, 0x55c4, 0))
    hdlr = box(b"hdlr", b"\0" * 8, b"vide", b"\0" * 12, handler + b"\0")
    stbl = box(b"stbl", box(b"stsd", b"\0" * 8), box(b"stts", struct.pack(">IIII", 0, 1, 2, 1000)),
               box(b"stsz", struct.pack(">III", 0, 100, 2)), box(b"stsc", struct.pack(">IIIII", 0, 1, 1, 2, 1)),
               box(b"stco", struct.pack(">III", 0, 1, 32)))
    trak = box(b"trak", tkhd, box(b"mdia", mdhd, hdlr, box(b"minf", stbl)))
    return (box(b"ftyp", b"isom\0\0\2\0isomiso2avc1mp41") + box(b"mdat", bytes(200)) + box(b"moov", mvhd, trak))


def wav(software):
    info = box_riff(b"LIST", b"INFO" + box_riff(b"ISFT", software))
    body = b"WAVE" + box_riff(b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 16000, 2, 16)) + info + box_riff(b"data", bytes(320))
    return box_riff(b"RIFF", body)


def box_riff(kind, body):
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def archive():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(zipfile.ZipInfo("hidden.txt", (2020, 1, 1, 0, 0, 0)), "hidden")
    return out.getvalue()


MAKE, MODEL, SOFTWARE, DATE, ORIGINAL, DIGITISED, WIDTH, HEIGHT = (0x010f, 0x0110, 0x0131, 0x0132, 0x9003, 0x9004, 0xa002, 0xa003)


def inputs():
    """Name → bytes."""
    taken = "2020:05:01 10:00:00"
    camera = jpeg({MAKE: "Nokia", MODEL: "3110c", DATE: taken}, {ORIGINAL: taken, DIGITISED: taken, WIDTH: 64, HEIGHT: 64}, scale=3)
    edited = jpeg({MAKE: "Canon", MODEL: "PowerShot", SOFTWARE: "GIMP 2.10.34", DATE: "2021:06:01 10:00:00"},
                  {ORIGINAL: taken, DIGITISED: taken, WIDTH: 1024, HEIGHT: 768}, jfif=True)
    return {
        "camera.jpg": camera,
        "edited.jpg": edited,
        "appended.jpg": camera + archive(),
        "cut.jpg": camera[:-20],
        "plain.png": png(),
        "generated.png": png(b"parameters\0a cat\nSteps: 20, Sampler: Euler a, Seed: 1"),
        "redated.mp4": movie(3800000000, 3600000000, b"VideoHandle"),
        "converted.wav": wav(b"Lavf59.27.100\0"),
        "wrong-name.gif": camera,
    }
