"""layers/reading/run.py: which coordinate system a run works in."""

from dataclasses import dataclass

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsPointXY, QgsVectorLayer

from redline.core.errors import RedlineError
from redline.layers.reading import laps
from redline.layers.reading.run import (
    first_projected,
    metric_crs,
    plane_crs,
    system_of,
    true_to_scale,
    working_crs,
)


def crs(code):
    return QgsCoordinateReferenceSystem(code)


@dataclass
class Layer:
    name: str
    crs: QgsCoordinateReferenceSystem


def layers(*codes):
    return [Layer(name, crs(code)) for name, code in zip("甲乙丙", codes, strict=False)]


class TestWorkingSystem:
    """The first that is projected, in the order of preference; else the first."""

    @pytest.mark.parametrize(
        ("codes", "expected"),
        [
            (["EPSG:4527"], "EPSG:4527"),
            (["EPSG:4527", "EPSG:4548"], "EPSG:4527"),
            (["EPSG:4490", "EPSG:4548", "EPSG:4527"], "EPSG:4548"),
            (["EPSG:4490", "EPSG:4326"], "EPSG:4490"),
            (["EPSG:4326"], "EPSG:4326"),
        ],
    )
    def test_order(self, qgis_app, codes, expected):
        assert working_crs(*layers(*codes)).authid() == expected

    def test_a_layer_without_a_system_is_named(self, qgis_app):
        with pytest.raises(RedlineError) as caught:
            working_crs(*layers("EPSG:4527", ""))
        assert caught.value.sentence(str) == "Layer 乙 has no coordinate system: set one in its properties."

    def test_a_layer_of_qgis_is_named_as_in_its_database(self, qgis_app, tmp_path):
        layer = QgsVectorLayer("Polygon", "地类图斑", "memory")
        layer.setCrs(crs("EPSG:4527"))
        assert system_of(layer) == crs("EPSG:4527")
        layer.setCrs(QgsCoordinateReferenceSystem())
        with pytest.raises(RedlineError, match="Layer 地类图斑 has no coordinate system"):
            system_of(layer)


class TestPlane:
    def test_a_projected_one_is_enough(self, qgis_app):
        assert plane_crs(*layers("EPSG:4490", "EPSG:4527")).authid() == "EPSG:4527"

    def test_one_layer_in_degrees(self, qgis_app):
        with pytest.raises(RedlineError) as caught:
            plane_crs(*layers("EPSG:4490"))
        assert caught.value.sentence(str) == (
            "Layer 甲 is in degrees (EPSG:4490 (China Geodetic Coordinate System 2000)), but plane coordinates are "
            "needed: export it to its Gauss-Krüger zone first."
        )

    def test_all_in_degrees(self, qgis_app):
        with pytest.raises(RedlineError) as caught:
            plane_crs(*layers("EPSG:4490", "EPSG:4326"))
        assert caught.value.sentence(str) == (
            "The layers 甲 (EPSG:4490 (China Geodetic Coordinate System 2000)), 乙 (EPSG:4326 (WGS 84)) are all in "
            "degrees, but plane coordinates are needed: export one of them to its Gauss-Krüger zone first."
        )

    def test_none_among_systems(self, qgis_app):
        assert first_projected([QgsCoordinateReferenceSystem(), crs("EPSG:4490")]) is None


class TestMetric:
    """For lengths on the ground: a plane that stretches them is none."""

    def test_which_planes_are_true_to_scale(self, qgis_app):
        assert true_to_scale(crs("EPSG:4527"), 39_400_000.0, 4_040_000.0)
        assert not true_to_scale(crs("EPSG:3857"), 12_850_000.0, 4_380_000.0)
        assert not true_to_scale(crs("EPSG:4490"), 115.4, 36.5)
        assert not true_to_scale(crs("EPSG:2225"), 6_000_000.0, 2_000_000.0)  # US survey feet

    @pytest.mark.parametrize(
        ("longitude", "latitude", "expected"),
        [
            # 冠县 115.44° E: zone 38, central meridian 114; from 115.5° E zone 39
            (115.44, 36.5, "EPSG:4547"),
            (115.51, 36.5, "EPSG:4548"),
            (6.1, 49.8, "EPSG:32632"),
            (-35.0, -8.0, "EPSG:32725"),
        ],
    )
    def test_local_zone(self, qgis_app, longitude, latitude, expected):
        assert metric_crs(QgsPointXY(longitude, latitude), crs("EPSG:4326")).authid() == expected

    def test_own_then_other_then_local(self, qgis_app):
        here = QgsPointXY(39_400_000.0, 4_040_000.0)
        assert metric_crs(here, crs("EPSG:4527"), crs("EPSG:4548")).authid() == "EPSG:4527"
        mercator = QgsPointXY(12_850_000.0, 4_380_000.0)
        assert metric_crs(mercator, crs("EPSG:3857"), crs("EPSG:4490"), crs("EPSG:4527")).authid() == "EPSG:4527"
        assert metric_crs(mercator, crs("EPSG:3857"), QgsCoordinateReferenceSystem()).authid() == "EPSG:4547"


class TestLaps:
    """How long each step took: what is done inside another step counts once."""

    @pytest.fixture
    def clock(self, monkeypatch):
        """A clock that stands at each of these seconds in turn when it is looked at."""

        def stands_at(*seconds):
            monkeypatch.setattr(laps.time, "perf_counter", iter(seconds).__next__)

        return stands_at

    def test_a_step_that_comes_twice_adds_up(self, clock):
        clock(10.0, 12.0, 20.0, 25.0)
        found = laps.Laps()
        for _ in range(2):
            with found.step("read"):
                pass
        assert found.seconds == {"read": 7.0, "overlay": 0.0, "faults": 0.0, "balance": 0.0, "write": 0.0}

    def test_a_step_inside_another_counts_for_itself(self, clock):
        # faults 0 … 9, with overlay 2 … 6 inside: 5 s and 4 s
        clock(0.0, 2.0, 6.0, 9.0)
        found = laps.Laps()
        with found.step("faults"), found.step("overlay"):
            pass
        assert (found.seconds["faults"], found.seconds["overlay"]) == (5.0, 4.0)

    def test_a_step_that_fails_is_timed_and_closed(self, clock):
        clock(0.0, 3.0, 4.0, 5.0)
        found = laps.Laps()
        with pytest.raises(RedlineError), found.step("read"):
            raise RedlineError("broken")
        with found.step("write"):
            pass
        assert (found.seconds["read"], found.seconds["write"]) == (3.0, 1.0)
