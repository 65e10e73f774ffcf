"""Regions of `cipher.encrypt`: what is encrypted, what is measured beside them, and what is refused."""
import shutil

from cipher_files import MISSING, decrypt, encrypt, ffmpeg, metric, pictures
from harness import finish, point, shared


@point
def only_a_moving_region_is_encrypted(assay):
    folder = shared("data", "hevc")
    if folder is None or shutil.which("ffmpeg") is None:
        return MISSING
    stream = folder / "x_rectamp_wpp_b.hevc"
    boxed = assay.home / "turned.mp4"
    ffmpeg("-i", stream, "-c", "copy", "-metadata:s:v", "rotate=90", boxed)
    for source in (stream, boxed):
        secret, back = assay.home / f"e{source.suffix}", assay.home / f"d{source.suffix}"
        found = {}
        for name, words in {"all": [], "part": ["region=@0:16,16,48,48;0.6:96,64,48,48"],
                            "two": ["region=@0:16,16,48,48;0.6:96,64,48,48", "region_2=0-0.3@0:0,0,16,16"],
                            "late": ["region=0.2-0.25@0:0,0,200,140"],
                            "whole": ["region=@0:16,16,48,48", "region_after=whole"]}.items():
            made = encrypt(assay, source, secret, *words)
            assert made.status == 0, (name, made.err)
            found[name] = metric(made.json, "units_encrypted")
            table = next((t["rows"] for t in made.json["tables"] if t["id"] == "regions"), [])
            assert len(table) == len(words) - (name == "whole")
            for row in table:
                assert row[5] <= row[4], row
            if name != "whole":
                assert sum(row[5] for row in table) in (0 if words else 0, metric(made.json, "encrypted_bits"))
            assert len(pictures(secret)) == len(pictures(source))
            opened = decrypt(assay, secret, back)
            assert opened.status == 0 and opened.json["answers"]["seal"] == "whole", (name, opened.err)
            if source == stream:
                assert secret.stat().st_size <= stream.stat().st_size + 300 + metric(made.json, "escapes")
                assert back.read_bytes() == stream.read_bytes(), name
            else:
                assert pictures(back) == pictures(source)
            secret.unlink()
            back.unlink()
        assert found["all"] == 100 and found["late"] < found["part"] <= found["two"] < 80, found
        assert found["part"] < found["whole"], found
    for region in ("@0:3000,16,48,48", "@0:16,16,0,0"):
        run = encrypt(assay, stream, secret, f"region={region}")
        assert run.status == 2 and "Nothing" in run.json["error"]["message"] and not secret.exists(), run.out
    many = ";".join(f"{i / 100}:{i * 31 % 90},{i * 57 % 70},{20 + i % 13},{20 + i % 7}" for i in range(50))
    run = encrypt(assay, stream, secret, *(f"{name}=@{many}" for name in ("region", "region_2", "region_3")))
    assert run.status == 2 and "key frames" in run.json["error"]["message"], run.out
    return None


@point
def what_lies_around_a_region_is_measured(assay):
    stream = shared("data", "hevc", "x_rectamp_wpp_b.hevc")
    if stream is None:
        return MISSING
    found = {}
    for after in ("inside", "whole"):
        made = encrypt(assay, stream, assay.home / f"{after}.hevc", "measure=true", "region=@0:16,16,48,48",
                       f"region_after={after}")
        assert made.status == 0, made.err
        assert 0 < metric(made.json, "units_encrypted") <= 100
        timeline = next(plot for plot in made.json["plots"] if plot["id"] == "timeline")["series"]
        assert [len(series["x"]) for series in timeline] == [17, 17, 17]
        # Beside the article's stand the region's own figures, not those of pictures that are mostly clear. What is encrypted as
        # a whole from the first picture on counts for no region.
        tables = {table["id"]: table["rows"] for table in made.json["tables"]}
        figures = [row[1] for row in tables["article"]]
        if after == "whole":
            assert len(figures) == 3 and abs(figures[0] - metric(made.json, "es_percent")) < 0.01, tables
        else:
            assert len(figures) == 2 and abs(figures[0] - tables["regions"][0][-1]) < 0.01, tables
            assert figures[0] > 5 * metric(made.json, "es_percent"), tables
            assert abs(figures[1] - metric(made.json, "psnr_inside")) < 0.01, tables
        found[after] = [made.json["metrics"].get(name, {"value": None})["value"]
                        for name in ("psnr_inside", "psnr_outside", "outside_changed")]
    inside, outside, changed = found["inside"]
    assert inside < outside and 0 < changed < 100, found
    late = encrypt(assay, stream, assay.home / "late.hevc", "measure=true", "region=0.4-@0:0,0,200,140")
    assert late.status == 0 and metric(late.json, "outside_changed") < changed, late.out
    # What stood there before stays clear until the next intra picture.
    told = [next(f["severity"] for f in run.json["findings"] if f["rule"] == "CIP-06") for run in (made, late)]
    assert told == ["info", "attention"], told
    return None


@point
def a_region_that_holds_nothing_is_refused(assay):
    folder = shared("data", "hevc")
    if folder is None:
        return MISSING
    out = assay.home / "e.hevc"
    # Nothing moves there behind the first picture: all later ones repeat it.
    made = encrypt(assay, folder / "x_rectamp_wpp_b.hevc", out, "region=0.2-0.6@0:0,0,64,64")
    assert made.status == 2 and "repeat" in made.err and not out.exists(), made.err
    made = encrypt(assay, folder / "x_rectamp_wpp_b.hevc", out, "region=@0:96,64,48,48", "region_2=0.2-0.6@0:0,0,64,64")
    assert made.status == 2 and "region 2" in made.err and not out.exists(), made.err
    for region in ("@0:16,16,0,0", "@0:5000,5000,48,48", "100-200@0:0,0,10,10", "100-", "@0:-100,-100,50,50"):
        made = encrypt(assay, folder / "x_rectamp_wpp_b.hevc", out, f"region={region}")
        assert made.status != 0 and made.json["error"]["code"] == "INVALID", (region, made.json)
        made = encrypt(assay, folder / "x_rectamp_wpp_b.hevc", out, "region=@0:0,0,48,48", f"region_2={region}")
        assert made.status != 0 and not out.exists(), region
    return None


finish()
