"""Messages to servers that the tests start on the loopback: what arrives, what is refused, what stays secret."""

import hmac
import json
import socketserver
import threading
import time
from base64 import b64encode
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from authword import MASTER
from qgis.core import QgsApplication, QgsSettings

from redline.core.casework.messages import Robot
from redline.core.errors import Cancelled, RedlineError
from redline.layers.casework import robots
from redline.layers.casework.robots import are_messages_on, keep_robots, kept_robots, send_texts

pytestmark = pytest.mark.usefixtures("redline")
KEY = "0f4c-geheim-77"


@pytest.fixture
def server():
    """A robot's server: ``answers`` are given one after the other, the last for ever; ``taken`` is what came."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            text = self.rfile.read(int(self.headers["Content-Length"]))
            found.taken.append((self.path, self.headers["Content-Type"], json.loads(text)))
            status, answer = found.answers.pop(0) if len(found.answers) > 1 else found.answers[0]
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_):
            pass

    found = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.taken, found.answers = [], [(200, {"errcode": 0, "errmsg": "ok"})]
    found.address = f"http://127.0.0.1:{found.server_port}/send?access_token={KEY}"
    threading.Thread(target=found.serve_forever, daemon=True).start()
    robots._sent.clear()
    yield found
    found.shutdown()
    found.server_close()


def test_what_arrives(server):
    send_texts(Robot("wecom", "执法群", server.address), "", ["核查任务：3 件", "第二条"])
    assert [body for _, _, body in server.taken] == [
        {"msgtype": "text", "text": {"content": "核查任务：3 件"}},
        {"msgtype": "text", "text": {"content": "第二条"}},
    ]
    assert server.taken[0][1].startswith("application/json")


def test_dingtalk_is_signed(server):
    before = time.time() * 1000
    send_texts(Robot("dingtalk", "群", server.address, "SEC红"), "", ["x"])
    asked = parse_qs(urlsplit(server.taken[0][0]).query)
    moment = asked["timestamp"][0]
    assert abs(int(moment) - before) < 60_000
    sign = b64encode(hmac.new("SEC红".encode(), f"{moment}\nSEC红".encode(), sha256).digest()).decode()
    assert asked["sign"] == [sign] and asked["access_token"] == [KEY]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ((200, {"errcode": 45009, "errmsg": "api freq out of limit"}), "did not take the message: 45009 api freq out"),
        ((404, {}), r"cannot be reached \(HTTP 404\)"),
        ((200, {"ok": True}), r"did not take the message: \?"),
    ],
)
def test_what_is_refused_is_told_without_the_address(server, answer, message):
    logged = []
    QgsApplication.messageLog().messageReceived.connect(lambda *words: logged.append(str(words)))
    server.answers = [answer]
    with pytest.raises(RedlineError, match=f"执法群 {message}") as caught:
        send_texts(Robot("wecom", "执法群", server.address), "", ["x"])
    QgsApplication.processEvents()
    assert KEY not in str(caught.value)
    assert not [words for words in logged if KEY in words], "QGIS's message log must not hold an address"


def test_nobody_is_there():
    logged = []
    QgsApplication.messageLog().messageReceived.connect(lambda *words: logged.append(str(words)))
    with pytest.raises(RedlineError, match="执法群 cannot be reached") as caught:
        send_texts(Robot("wecom", "执法群", f"http://127.0.0.1:9/send?access_token={KEY}"), "", ["x"])
    QgsApplication.processEvents()
    assert KEY not in str(caught.value) and not [words for words in logged if KEY in words]


def test_the_twenty_first_waits_for_its_minute(server, monkeypatch):
    """By a clock of the test's own, so that nobody waits."""
    clock, slept = [1000.0], []
    monkeypatch.setattr(robots.time, "monotonic", lambda: clock[0])

    def sleep(seconds):
        slept.append(seconds)
        clock[0] += seconds

    monkeypatch.setattr(robots.time, "sleep", sleep)
    robot = Robot("wecom", "群", server.address)
    send_texts(robot, "", [str(number) for number in range(20)])
    assert slept == [] and len(server.taken) == 20
    send_texts(robot, "", ["21"])
    assert sum(slept) == pytest.approx(60.0) and len(server.taken) == 21
    with pytest.raises(Cancelled):
        send_texts(robot, "", [str(number) for number in range(20)], lambda: True)
    assert len(server.taken) < 41


class Post(socketserver.StreamRequestHandler):
    """As little of SMTP as a client needs."""

    def handle(self):
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"DATA":
                self.wfile.write(b"354 go\r\n")
                text = b""
                while (line := self.rfile.readline()) != b".\r\n":
                    text += line
                self.server.taken.append(text)
                self.wfile.write(b"250 taken\r\n")
            elif word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.server.told.append(line)
                self.wfile.write(b"550 no\r\n" if word == b"RCPT" and self.server.refuses else b"250 fine\r\n")


@pytest.fixture
def post():
    found = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Post)
    found.taken, found.told, found.refuses = [], [], False
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield found
    found.shutdown()
    found.server_close()


def test_mail(post):
    from email import message_from_bytes
    from email.policy import default

    address = f"smtp://127.0.0.1:{post.server_address[1]}"
    robot = Robot("mail", "邮件", address, user="redline@county.cn", receivers=("a@county.cn", "b@county.cn"))
    send_texts(robot, "Redline 红线: 超期", ["清泉街道：3", "贾镇：1"])
    [read] = [message_from_bytes(text, policy=default) for text in post.taken]
    assert read["Subject"] == "Redline 红线: 超期" and read["To"] == "a@county.cn, b@county.cn"
    assert read.get_content().split() == ["清泉街道：3", "贾镇：1"]
    post.refuses = True
    with pytest.raises(RedlineError, match=r"邮件 cannot be reached \(SMTPRecipientsRefused\)"):
        send_texts(robot, "x", ["y"])


class TestKeeping:
    @pytest.fixture(autouse=True)
    def database(self):
        assert QgsApplication.authManager().setMasterPassword(MASTER, True)
        yield
        keep_robots([])
        QgsSettings().remove("redline/casework")

    def test_only_in_the_authentication_database(self):
        before = set(QgsApplication.authManager().configIds())
        robot = Robot("wecom", "执法群", f"https://qyapi.example/send?key={KEY}", "SEC1")
        keep_robots([robot])
        assert kept_robots() == [robot]
        keep_robots([robot, Robot("dingtalk", "二群", f"https://oapi.example/send?access_token={KEY}")])
        assert len(kept_robots()) == 2 and len(set(QgsApplication.authManager().configIds()) - before) == 1
        QgsSettings().sync()
        folder = Path(QgsApplication.qgisSettingsDirPath())
        holding = [path for path in folder.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]
        assert holding == [], "nowhere in the clear"
        keep_robots([])
        assert kept_robots() == [] and set(QgsApplication.authManager().configIds()) == before

    def test_off_by_default(self):
        assert not are_messages_on()

    def test_a_robot_that_can_not_be_is_not_kept(self):
        with pytest.raises(RedlineError, match="none that messages can go to"):
            keep_robots([Robot("wecom", "群", "http://qyapi.example/send")])
        assert kept_robots() == []

    def test_the_dialog(self, qgis_iface, server):
        from redline.ui.casework.robotsdialog import RobotsDialog

        dialog = RobotsDialog(qgis_iface.mainWindow())
        dialog.name.setText("执法群")
        dialog.address.setText("nowhere")
        dialog.add()
        assert "it begins with https://" in dialog.told.text() and dialog.robots == []
        dialog.address.setText(server.address)
        dialog.add()
        assert dialog.list.item(0).text() == "WeCom robot · 执法群" and dialog.address.text() == ""
        dialog.list.setCurrentRow(0)
        dialog.send_trial()
        for _ in range(300):
            QgsApplication.processEvents()
            if dialog.told.text():
                break
            time.sleep(0.02)
        assert dialog.told.text() == "The message was taken."
        assert server.taken[0][2]["text"]["content"] == "A trial message of Redline."
        dialog.on.setChecked(True)
        dialog.accept()
        assert are_messages_on() and [robot.name for robot in kept_robots()] == ["执法群"]
