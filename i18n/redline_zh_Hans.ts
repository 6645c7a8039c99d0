<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_Hans" sourcelanguage="en">
    <context>
        <name>Redline</name>
        <message>
            <location filename="../processing/groups.py" />
            <source>Cameras</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../processing/groups.py" />
            <source>County layers</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../processing/groups.py" />
            <source>Land-use tallies</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../processing/groups.py" />
            <source>Map sheets</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../processing/groups.py" />
            <source>Parcels and approval</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../processing/groups.py" />
            <source>Red lines</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../processing/base.py" />
            <source>en</source>
            <translation>zh_Hans</translation>
        </message>
    </context>
</TS>
