"""The look of the layers: classes of three schemes told apart, red lines and boundaries as the tables have them."""

import itertools
import math
import time

import numpy as np
import pytest
from osgeo import ogr, osr
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsGeometry,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsReadWriteContext,
    QgsRectangle,
    QgsRenderContext,
    QgsTextFormat,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QT_VERSION, QSize
from qgis.PyQt.QtGui import QColor, QFontDatabase, QImage, QRawFont
from qgis.PyQt.QtXml import QDomDocument

from redline.core.landuse.classes import SCHEMES, read_scheme
from redline.core.resources import RESOURCES, resource_table
from redline.layers.looks import symbols
from redline.layers.looks.fonts import MAP
from redline.layers.looks.styles import apply_style, circle_expression, class_renderer, text_format
from redline.layers.looks.symbols import class_colour, class_symbols, colour, line_layer
from redline.layers.roles.table import roles

X, Y = 39_360_000, 4_040_000
PLANE = QgsCoordinateReferenceSystem("EPSG:4527")


def cells(codes, size=100, across=12) -> QgsVectorLayer:
    """One square for each code."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:4527&field=DLBM:string", "x", "memory")
    features = []
    for i, code in enumerate(codes):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([code])
        x, y = X + i % across * size, Y + i // across * size
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(x, y, x + size, y + size)))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def picture(layers, extent, width=900, dpi=96):
    """Pixels (height, width, 3) of a rendered map."""
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setExtent(extent)
    settings.setOutputSize(QSize(width, round(width * extent.height() / extent.width())))
    settings.setOutputDpi(dpi)
    settings.setDestinationCrs(PLANE)
    settings.setBackgroundColor(QColor("white"))
    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextUtils.globalScope())
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage().convertToFormat(job.renderedImage().Format.Format_RGB888)
    bits = image.constBits()
    bits.setsize(image.sizeInBytes())
    rows = np.frombuffer(bits, np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy(), settings.scale()


class TestClasses:
    @pytest.mark.parametrize("name", SCHEMES)
    def test_every_class_has_a_colour(self, name):
        scheme = read_scheme(name)
        unknown = colour("unknown_fill")
        assert [code for code in scheme.classes if class_colour(scheme, code) == unknown] == []

    def test_the_palettes_own_values(self):
        sandiao, ydyh = read_scheme("sandiao"), read_scheme("ydyh")
        # FACTS 7: 0101 248,208,114; 0301 49,173,105; 耕地 245,248,220; 工业 187,150,116
        assert class_colour(sandiao, "0101").getRgb()[:3] == (248, 208, 114)
        assert class_colour(sandiao, "0301").getRgb()[:3] == (49, 173, 105)
        assert class_colour(ydyh, "01").getRgb()[:3] == (245, 248, 220)
        assert class_colour(ydyh, "1001").getRgb()[:3] == (187, 150, 116)
        for row in resource_table("codes/colors_sandiao.csv"):
            if row["code"] in sandiao:
                assert class_colour(sandiao, row["code"]).getRgb()[:3] == tuple(int(row[c]) for c in "RGB")

    @pytest.mark.parametrize("name", SCHEMES)
    def test_no_two_classes_look_alike(self, qgis_app, name):
        """Drawn at 1:5000, each square differs from every other in its pixels' mean or spread."""
        scheme = read_scheme(name)
        codes = list(scheme.classes)
        layer = cells(codes)
        layer.setRenderer(class_renderer("DLBM", scheme, codes, "zh_Hans"))
        across, down = 12, -(-len(codes) // 12)
        pixels, scale = picture([layer], QgsRectangle(X, Y, X + across * 100, Y + down * 100), width=across * 76)
        assert scale < 5000
        cut = {}
        for i, code in enumerate(codes):
            left, bottom = i % across * 76, pixels.shape[0] - (i // across) * 76
            cut[code] = pixels[bottom - 70 : bottom - 6, left + 6 : left + 70].astype(int)
        alike = []
        for i, one in enumerate(codes):
            for other in codes[i + 1 :]:
                same_ink = np.abs(cut[one].mean((0, 1)) - cut[other].mean((0, 1))).max() < 1
                # the same share of ink must at least lie in other places
                if same_ink and np.abs(cut[one] - cut[other]).mean() < 1:
                    alike.append((one, other))
        assert alike == []

    def test_far_away_there_are_no_outlines(self, qgis_app):
        scheme = read_scheme("sandiao")
        layer = cells(["0102"] * 144)
        layer.setRenderer(class_renderer("DLBM", scheme, ["0102"], "en"))
        far, scale = picture([layer], QgsRectangle(X - 5000, Y - 5000, X + 6200, Y + 6200), width=400)
        assert scale > 25_000
        near, _ = picture([layer], QgsRectangle(X, Y, X + 1200, Y + 1200), width=900)
        # the fill is 252,234,158: outlines are darker, and far away nothing is
        fill = 252 + 234 + 158
        assert fill - near.astype(int).sum(2).min() > 80
        assert fill - far.astype(int).sum(2).min() < 10

    def test_unknown_classes_stand_out_and_are_named(self, qgis_app):
        scheme = read_scheme("sandiao")
        renderer = class_renderer("DLBM", scheme, ["0102", "9999", "A"], "en")
        categories = renderer.categories()
        assert [one.label() for one in categories] == ["0102 Irrigated land", "not in the scheme: 9999, A"]
        assert categories[1].value() == ["9999", "A"]

    def test_clean_codes_are_drawn_by_the_field_itself(self, qgis_app):
        clean, blank = cells(["0102", "0301"]), cells(["0102", " 0301"])
        apply_style(clean, "landuse")
        apply_style(blank, "landuse")
        assert clean.renderer().classAttribute() == "DLBM"
        assert blank.renderer().classAttribute() == 'upper(trim(to_string("DLBM")))'
        assert [one.value() for one in blank.renderer().categories()] == ["0102", "0301"]

    def test_codes_with_blanks_and_numbers_are_drawn(self, qgis_app):
        scheme = read_scheme("sandiao")
        layer = QgsVectorLayer("Polygon?crs=EPSG:4527&field=c:integer&field=t:string", "x", "memory")
        feature = QgsFeature(layer.fields())
        feature.setAttributes([1006, " 0102 "])
        context = QgsRenderContext()
        for field, code in (("c", "1006"), ("t", "0102")):
            renderer = class_renderer(field, scheme, [code], "en")
            context.expressionContext().setFeature(feature)
            renderer.startRender(context, layer.fields())
            assert renderer.originalSymbolForFeature(feature, context) is not None
            renderer.stopRender(context)


class TestRedLinesAndBoundaries:
    def test_each_colour_in_one_place(self, qgis_app, tmp_path, monkeypatch):
        (tmp_path / "colours.csv").write_text("key,red,green,blue\nfarmland_outline,1,2,3\n", encoding="utf-8")
        monkeypatch.setattr(symbols, "office_folder", lambda: tmp_path)
        symbols.reload_colours()
        try:
            assert colour("farmland_outline").getRgb()[:3] == (1, 2, 3)
            assert symbols.width_of("farmland_outline") == 0.35, "what the office left out stays"
        finally:
            monkeypatch.undo()
            symbols.reload_colours()
        assert colour("farmland_outline").getRgb()[:3] == (168, 112, 0)

    def test_outlines_that_lie_on_each_other_can_be_told_apart(self, qgis_app):
        """Project land is red by custom, so the farmland line is not; each pair is 90 of 441 apart in RGB."""
        keys = ("parcel_outline", "farmland_outline", "ecological_outline", "urban_outline", "batch_outline")
        shades = {key: colour(key).getRgb()[:3] for key in keys}
        near = [
            (one, other) for one, other in itertools.combinations(keys, 2) if math.dist(shades[one], shades[other]) < 90
        ]
        assert near == []

    @pytest.mark.parametrize(
        ("key", "width", "dashes"),
        [("village", 0.567, [9, 3, 9, 3, 9, 3, 1.5, 3]), ("county", 0.709, [9, 3, 1, 3]), ("ownership", 0.567, [])],
    )
    def test_lines_of_the_table(self, qgis_app, key, width, dashes):
        line = line_layer(key)
        assert line.width() == width and line.widthUnit() == Qgis.RenderUnit.Points
        assert line.useCustomDashPattern() == bool(dashes)
        if dashes:
            assert line.customDashVector() == dashes

    def test_lines_follow_the_domains_table(self):
        """Colour and width of each boundary are those of boundary_line_styles.csv."""
        given = {
            row["feature"]: row for row in resource_table("codes/boundary_line_styles.csv") if row["geometry"] == "line"
        }
        ours = {row["name_zh"]: row for row in resource_table("styles/lines.csv")}
        assert set(ours) <= set(given)
        for name, row in ours.items():
            assert given[name]["width"].startswith(f"{float(row['width_pt']):g}"), name
            rgb = f"{row['red']},{row['green']},{row['blue']}"
            assert rgb in given[name]["color"] or (rgb == "51,51,51" and "K80" in given[name]["color"]), name

    def test_camera_circle_has_its_radius(self, qgis_app):
        from qgis.core import QgsExpression

        layer = QgsVectorLayer("Point?crs=EPSG:4490&field=r:double", "x", "memory")
        for value, radius in ((3000.0, 3000), (3.2, 3200), (None, 3500)):
            feature = QgsFeature(layer.fields())
            feature.setAttributes([value])
            feature.setGeometry(QgsGeometry.fromWkt("Point(115.44 36.48)"))
            context = QgsExpressionContext()
            context.appendScope(QgsExpressionContextUtils.layerScope(layer))
            context.setFeature(feature)
            expression = QgsExpression(circle_expression(layer.crs(), PLANE, "r"))
            circle = expression.evaluate(context)
            assert not expression.hasEvalError(), expression.evalErrorString()
            # one degree of latitude is 111 km: the circle is as high as twice its radius
            assert circle.boundingBox().height() * 110_960 == pytest.approx(2 * radius, rel=2e-3)

    @pytest.mark.parametrize(
        "role", [role for role, row in roles().items() if row.style and row.geometry != ("raster",)]
    )
    def test_every_role_can_be_dressed(self, qgis_app, role):
        row = roles()[role]
        kind = {"polygon": "Polygon", "point": "Point", "line": "LineString"}[row.geometry[0]]
        parts = [part.aliases[0] for part in row.parts.values()]
        fields = "&".join(f"field={name}:string" for name in dict.fromkeys(parts))
        layer = QgsVectorLayer(f"{kind}?crs=EPSG:4527&{fields}", "x", "memory")
        before = layer.renderer().dump()
        apply_style(layer, role, language="en", plane=PLANE)
        assert layer.renderer().dump() != before

    def test_style_of_the_office_goes_first(self, qgis_app, tmp_path, monkeypatch):
        from redline.layers.looks import styles

        layer = cells(["0102"])
        layer.renderer().symbol().setColor(QColor(9, 8, 7))
        layer.saveNamedStyle(str(tmp_path / "farmland.qml"))
        monkeypatch.setattr(styles, "office_folder", lambda: tmp_path)
        other = cells(["0102"])
        apply_style(other, "farmland")
        assert other.renderer().symbol().color().getRgb()[:3] == (9, 8, 7)


class TestManyPatches:
    """What keeps a county with hundreds of thousands of patches usable."""

    def drawn(self, layer, scale, width=300, height=200):
        """Seconds to draw at ``scale`` around the layer's middle, and the share of pixels that are not white."""
        metres = scale * 0.0254 / 96
        centre = layer.extent().center()
        settings = QgsMapSettings()
        settings.setLayers([layer])
        settings.setDestinationCrs(PLANE)
        settings.setOutputSize(QSize(width, height))
        settings.setOutputDpi(96)
        x, y = width * metres / 2, height * metres / 2
        settings.setExtent(QgsRectangle(centre.x() - x, centre.y() - y, centre.x() + x, centre.y() + y))
        context = QgsExpressionContext()
        context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
        settings.setExpressionContext(context)
        job = QgsMapRendererSequentialJob(settings)
        start = time.perf_counter()
        job.start()
        job.waitForFinished()
        seconds = time.perf_counter() - start
        image = job.renderedImage().convertToFormat(QImage.Format.Format_RGB32)
        pixels = np.frombuffer(image.bits().asstring(image.sizeInBytes()), dtype=np.uint8).reshape(height, width, 4)
        return seconds, float((pixels[:, :, :3] != 255).any(axis=2).mean()), pixels[height // 2, width // 2, 2::-1]

    def test_farmland_is_hatched_near_and_pale_from_afar(self, qgis_app):
        layer = cells(["0102"] * 144, size=5000)
        apply_style(layer, "farmland")
        _, near, _ = self.drawn(layer, 10_000)
        _, far, color = self.drawn(layer, 250_000)
        # a hatch of thin lines leaves most of the land free, the fill of a county's dots none
        assert 0.02 < near < 0.5
        assert far == 1.0
        assert color.tolist() != [255, 255, 255]
        hatch = colour("farmland_hatch")
        # the hatch's colour at 130 / 255 over white
        expected = [255 - (255 - part) * 130 / 255 for part in (hatch.red(), hatch.green(), hatch.blue())]
        assert color.tolist() == pytest.approx(expected, abs=3)

    @pytest.mark.slow
    def test_300_000_patches(self, qgis_app, tmp_path):
        """At the scale of a county nothing is drawn of them, at that of a village as much as there is."""
        driver = ogr.GetDriverByName("GPKG")
        store = driver.CreateDataSource(str(tmp_path / "county.gpkg"))
        spatial = osr.SpatialReference()
        spatial.ImportFromEPSG(4527)
        table = store.CreateLayer("DLTB", spatial, ogr.wkbPolygon)
        table.CreateField(ogr.FieldDefn("DLBM", ogr.OFTString))
        codes = ["0102", "0301", "0702", "1006", "1104"]
        store.StartTransaction()
        for i in range(300_000):
            x, y = X + i % 600 * 60, Y + i // 600 * 60
            ring = np.array([[x, y], [x + 60, y], [x + 60, y + 60], [x, y + 60], [x, y]], dtype="<f8")
            feature = ogr.Feature(table.GetLayerDefn())
            feature.SetField(0, codes[i * 7 % 5])
            wkb = b"\x01\x03\x00\x00\x00\x01\x00\x00\x00\x05\x00\x00\x00" + ring.tobytes()
            feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(wkb))
            table.CreateFeature(feature)
        store.CommitTransaction()
        del feature, table, store
        layer = QgsVectorLayer(f"{tmp_path}/county.gpkg|layername=DLTB", "DLTB", "ogr")
        assert layer.featureCount() == 300_000
        apply_style(layer, "landuse", language="en")
        assert len(layer.renderer().categories()) == 5
        county, covered, _ = self.drawn(layer, 250_000, 1366, 740)
        assert covered == 0.0
        assert county < 0.5
        township, covered, _ = self.drawn(layer, 50_000, 1366, 740)
        # about 100,000 patches
        assert covered == 1.0
        assert township < 15
        village, covered, _ = self.drawn(layer, 10_000, 1366, 740)
        assert covered == 1.0
        assert village < 3
        assert village < township


class TestLetters:
    def test_only_the_typefaces_of_the_tests_are_seen(self, qgis_app):
        """Else the pictures and texts of sheets hang on what a machine has: tests/early/fonts.conf says which."""
        families = QFontDatabase.families() if QT_VERSION >= 0x060000 else QFontDatabase().families()
        allowed = ("WenQuanYi Micro Hei", "Open Sans", "DejaVu", "Sans Serif", "Serif", "Monospace")
        others = [family for family in families if not family.startswith(allowed)]
        assert not others, "typefaces of this machine are seen: source scripts/env.sh before pytest"
        assert "WenQuanYi Micro Hei" in families

    def test_a_typeface_with_chinese_in_the_offices_order(self, qgis_app):
        form = text_format(8.0)
        assert form.font().family() == form.families()[0]
        assert QRawFont.fromFont(form.font()).supportsCharacter("镇")
        # the typeface of this machine first, then those that others may have
        assert [name for name in form.families() if name in MAP] == list(MAP)

    def test_the_offices_own_goes_first(self, qgis_app, monkeypatch):
        monkeypatch.setattr("redline.layers.looks.fonts.value", lambda key: "DejaVu Sans" if key == "body_font" else "")
        assert text_format(8.0).font().family() == "DejaVu Sans"

    def test_a_project_from_another_machine_finds_its_letters(self, qgis_app):
        document = QDomDocument()
        form = text_format(8.0)
        document.appendChild(form.writeXml(document, QgsReadWriteContext()))
        text = document.toString().replace(f'fontFamily="{form.font().family()}"', 'fontFamily="方正小标宋"')
        assert "方正小标宋" in text
        other = QDomDocument()
        other.setContent(text)
        read = QgsTextFormat()
        read.readXml(other.documentElement(), QgsReadWriteContext())
        assert read.fontFound()
        assert read.font().family() == form.font().family()


class TestFiles:
    def files(self):
        return sorted((RESOURCES / "styles").glob("*.qml"))

    def test_one_for_each_style(self):
        names = {path.stem for path in self.files()}
        styled = {row.style for row in roles().values() if {"polygon", "point"} & set(row.geometry)} - {"", "landclass"}
        assert styled | {"landuse_sandiao", "landuse_gbt21010", "plannedland"} == names

    def test_they_load_and_hold_no_pictures(self, qgis_app):
        for path in self.files():
            assert "base64" not in path.read_text(encoding="utf-8")
            kind = "Point" if path.stem in ("camera", "alert", "hazard", "boundarypoint") else "Polygon"
            layer = QgsVectorLayer(f"{kind}?crs=EPSG:4527&field=DLBM:string", "x", "memory")
            words, fine = layer.loadNamedStyle(str(path))
            assert fine, (path.name, words)

    def test_their_letters_are_found_on_any_machine(self, qgis_app):
        """Some Chinese typeface of the list is installed everywhere: no warning of missing fonts on opening."""
        labelled = 0
        for path in self.files():
            kind = "Point" if path.stem in ("camera", "alert", "hazard", "boundarypoint") else "Polygon"
            layer = QgsVectorLayer(f"{kind}?crs=EPSG:4527&field=DLBM:string", "x", "memory")
            layer.loadNamedStyle(str(path))
            if layer.labeling() is not None:
                form = layer.labeling().settings().format()
                assert form.fontFound(), path.name
                assert QRawFont.fromFont(form.font()).supportsCharacter("镇"), path.name
                labelled += 1
        assert labelled == 10

    @pytest.mark.parametrize(
        ("name", "scheme"), [("landuse_sandiao", "sandiao"), ("landuse_gbt21010", "gbt21010"), ("plannedland", "ydyh")]
    )
    def test_they_say_what_the_tables_say(self, qgis_app, name, scheme):
        layer = QgsVectorLayer("Polygon?crs=EPSG:4527&field=DLBM:string", "x", "memory")
        layer.loadNamedStyle(str(RESOURCES / "styles" / f"{name}.qml"))
        classes = read_scheme(scheme)
        ours = class_symbols(classes, list(classes.classes))
        categories = layer.renderer().categories()
        assert [one.value() for one in categories] == list(ours)
        for one in categories:
            assert one.symbol().symbolLayer(0).fillColor() == ours[one.value()].symbolLayer(0).fillColor()
            assert one.symbol().symbolLayerCount() == ours[one.value()].symbolLayerCount()
            assert one.label() == f"{one.value()} {classes.name(one.value(), 'zh_Hans')}"
