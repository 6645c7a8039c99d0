<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_Hans" sourcelanguage="en">
    <context>
        <name>Redline</name>
        <message>
            <location filename="../core/landclass.py" />
            <source>Agricultural land</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/boundarypoints.py" />
            <source>Boundary points</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../processing/groups.py" />
            <source>Cameras</source>
            <translation>监控</translation>
        </message>
        <message>
            <location filename="../core/landclass.py" />
            <source>Construction land</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../processing/groups.py" />
            <source>County layers</source>
            <translation>县域图层</translation>
        </message>
        <message>
            <location filename="../core/projection.py" />
            <source>EPSG:{epsg} is neither a projected nor a geographic coordinate reference system: transform the layer to CGCS2000.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/projection.py" />
            <source>EPSG:{epsg} is no CGCS2000 system, and pyproj, which knows the others, is missing: install it (pip install pyproj), or transform the layer to CGCS2000.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/projection.py" />
            <source>EPSG:{epsg} is no known coordinate reference system.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/outputfolder.py" />
            <source>File {file} in folder {folder} was changed after Redline wrote it: move it elsewhere or choose a new folder.</source>
            <translation>文件夹 {folder} 中的文件 {file} 在写出之后被改动过：请先移走，或选择新文件夹。</translation>
        </message>
        <message>
            <location filename="../core/outputfolder.py" />
            <source>Folder {folder} cannot be written ({reason}): choose a folder in which you may write.</source>
            <translation>文件夹 {folder} 无法写入（{reason}）：请选择有写入权限的文件夹。</translation>
        </message>
        <message>
            <location filename="../core/outputfolder.py" />
            <source>Folder {folder} holds {file}, which Redline did not write: choose an empty or a new folder.</source>
            <translation>文件夹 {folder} 中的 {file} 不是红线写出的：请选择空文件夹或新文件夹。</translation>
        </message>
        <message>
            <location filename="../core/outputfolder.py" />
            <source>Folder {folder} is in use ({reason}): close the files of it that are open in other programs, then run again.</source>
            <translation>文件夹 {folder} 正被占用（{reason}）：请关闭其他程序中打开的文件后重新运行。</translation>
        </message>
        <message>
            <location filename="../processing/groups.py" />
            <source>Land-use tallies</source>
            <translation>地类统计</translation>
        </message>
        <message>
            <location filename="../core/landclass.py" />
            <source>Layer {layer}, field {field}: {codes} ({count} patches) are not classes of {scheme}: correct them, choose another scheme or give a table of classes (CSV).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../processing/groups.py" />
            <source>Map sheets</source>
            <translation>图件</translation>
        </message>
        <message>
            <location filename="../core/boundarypoints.py" />
            <source>No.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/landclass.py" />
            <source>Outside the three major classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/boundarypoints.py" />
            <source>Parcel {parcel} has no geometry: draw it or take it out of the selection.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/boundarypoints.py" />
            <source>Parcel {parcel}, ring {ring} has {count} different points: a ring needs three.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/boundarypoints.py" />
            <source>Parcel {parcel}, ring {ring}: a coordinate is no number.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../processing/groups.py" />
            <source>Parcels and approval</source>
            <translation>地块与报批</translation>
        </message>
        <message>
            <location filename="../core/boundarypoints.py" />
            <source>Point no.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../processing/groups.py" />
            <source>Red lines</source>
            <translation>红线核查</translation>
        </message>
        <message>
            <location filename="../core/boundarypoints.py" />
            <source>Ring</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/ellipsoid.py" />
            <source>Ring {ring} has a coordinate that is no number.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/ellipsoid.py" />
            <source>Ring {ring} has the easting {value} with zone number {found}, but the system is of zone {zone}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/ellipsoid.py" />
            <source>Ring {ring} has the northing {value}, which lies beyond the pole: are x and y exchanged?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/ellipsoid.py" />
            <source>Ring {ring} holds something that is no pair of numbers.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/ellipsoid.py" />
            <source>Ring {ring} lies outside of what its coordinate system covers.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/boundarypoints.py" />
            <source>Side (m)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/landclass.py" />
            <source>The class codes ({codes}) are three-digit codes of the second land survey: bring them to the third survey first; resources/codes/erdiao_to_sandiao.csv has the codes of today (011 is 0101).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/landclass.py" />
            <source>The class codes ({codes}) belong to no known scheme: choose the field with the class codes, or give a table of classes (CSV) as the scheme.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/landclass.py" />
            <source>The class field holds no code: choose the field with the land class codes (DLBM).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/projection.py" />
            <source>The ellipsoid of the layer is not known ({proj}): transform the layer to CGCS2000.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/compiled.py" />
            <source>The numba body was asked for and numba cannot be loaded ({reason}): install it with “python3 -m pip install numba”, or let the numpy body answer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/wkb.py" />
            <source>The offsets of the geometries do not fit their {bytes} bytes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/projection.py" />
            <source>The projection is not readable: {proj}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/projection.py" />
            <source>The projection {name} is not computed here ({proj}): transform the layer to CGCS2000, or give its transform.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/errors.py" />
            <source>The run was cancelled; nothing was written.</source>
            <translation>已取消，未写出任何成果。</translation>
        </message>
        <message>
            <location filename="../core/landclass.py" />
            <source>The table of classes {file} cannot be read: {reason}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/landclass.py" />
            <source>The table of classes {file} has no column {columns}: its header is code,name_zh,name_en,parent,major.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/landclass.py" />
            <source>The table of classes {file} is no text in UTF-8 or GB 18030.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/compiled.py" />
            <source>There is no compiled module {name}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/landclass.py" />
            <source>There is no scheme {scheme}: choose one of {schemes}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/landclass.py" />
            <source>Unused land</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/boundarypoints.py" />
            <source>X (m)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/boundarypoints.py" />
            <source>Y (m)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../processing/base.py" />
            <source>en</source>
            <translation>zh_Hans</translation>
        </message>
        <message>
            <location filename="../core/landclass.py" />
            <source>{code} is not a class of {scheme}: correct the class code or choose another scheme.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/landclass.py" />
            <source>{file} holds no classes: fill in one line for each class.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/landclass.py" />
            <source>{file}, line {line}: the code {code} occurs twice: keep one of the two lines.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/landclass.py" />
            <source>{file}, line {line}: the column code is empty: each class needs a code.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/landclass.py" />
            <source>{file}, line {line}: {major} is no major class: write agricultural, construction, unused or nothing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/landclass.py" />
            <source>{file}: the class {code} has the parent {parent}, which is not in the table: add it or leave the parent empty.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/landclass.py" />
            <source>{file}: the class {code} is its own ancestor: correct its parent.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/outputfolder.py" />
            <source>{path} is a file: give a folder for the output.</source>
            <translation>{path} 是文件：请为成果指定文件夹。</translation>
        </message>
    </context>
</TS>
