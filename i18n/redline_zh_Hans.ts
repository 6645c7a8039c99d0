<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_Hans" sourcelanguage="en">
    <context>
        <name>Redline</name>
        <message>
            <location filename="../core/dossier.py" />
            <source>(empty)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/scanplan.py" />
            <source>A picture has {columns} × {rows} pixels: give whole numbers of 1 or more.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/areaplane.py" />
            <source>A transform needs the ellipsoid to which it leads.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/redlines.py" />
            <source>A zone violates a red line when the area against the rule, rounded to 0.01 m², is above {tolerance} m²; it touches it when there is such an area but it is not above; below 0.0001 m² there is none.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/landclass.py" />
            <source>Agricultural land</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/alertposition.py" />
            <source>An angle or height error is {value}: give numbers that are 0 or more.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/tallytables.py" />
            <source>Area</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/dossier.py" />
            <source>Area ({unit})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/redlines.py" />
            <source>Area inside</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/redlines.py" />
            <source>Area outside</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/tallytables.py" />
            <source>Areas are areas on the ellipsoid ({ellipsoid}), by the official procedure; layers in {crs}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/tallytables.py" />
            <source>Areas are plane areas in the projection {crs}, not areas on the ellipsoid ({ellipsoid}).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/tallytables.py" />
            <source>Areas are shares of the recorded patch areas (TBMJ), shared out by area on the ellipsoid ({ellipsoid}); layers in {crs}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/dossier.py" />
            <source>Areas by land class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/boundarypoints.py" />
            <source>Boundary points</source>
            <translation>界址点成果表</translation>
        </message>
        <message>
            <location filename="../core/cameragrid.py" />
            <source>Camera {camera} at ({x:.1f}, {y:.1f}) lies outside the elevation raster: use a raster that covers it, or leave the camera out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/scanplan.py" />
            <source>Camera {camera} can only be tilted down to {angle} degrees and so sees no ground within {radius} m: check its tilt limit.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/camera.py" />
            <source>Camera {camera} has no usable position: give it a point.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/camera.py" />
            <source>Camera {camera} has the azimuth {azimuth} and the field of view {value}: the field of view is more than 0 and at most 360 degrees.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/camera.py" />
            <source>Camera {camera} has the mast height {value}: give a height above the ground in metres, more than 0.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/camera.py" />
            <source>Camera {camera} has the radius {value}: give a radius in metres, more than 0.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/camera.py" />
            <source>Camera {camera} sees depressions from {flattest} to {steepest} degrees: give two angles between -90 and 90, the flatter one first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/cameragrid.py" />
            <source>Camera {camera} stands on a cell without elevation (nodata) at ({x:.1f}, {y:.1f}): fill the raster's holes, or leave the camera out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/scanplan.py" />
            <source>Camera {camera} would need more than {count} rings of presets: allow a larger pixel, a wider picture or less overlap.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../processing/groups.py" />
            <source>Cameras</source>
            <translation>监控</translation>
        </message>
        <message>
            <location filename="../core/redlines.py" />
            <source>Check against the red lines</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/dossier.py" />
            <source>Class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/dossier.py" />
            <source>Class code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/tallytables.py" />
            <source>Classes are balanced to each zone's own printed area by largest remainder; equal remainders go to the larger area, then to the earlier row. Before that they were moved by {ppm} millionths at most.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/tallytables.py" />
            <source>Classes are rounded one by one and not balanced; totals are sums of the rounded classes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/tallytables.py" />
            <source>Classes: {scheme}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/redlines.py" />
            <source>Clear</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/approvaltable.py" />
            <source>Collective</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/landclass.py" />
            <source>Construction land</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/htmlreport.py" />
            <source>Contents</source>
            <translation>目录</translation>
        </message>
        <message>
            <location filename="../processing/groups.py" />
            <source>County layers</source>
            <translation>县域图层</translation>
        </message>
        <message>
            <location filename="../core/tallytables.py" />
            <source>Covered twice (deducted)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/parceltextdialects.py" />
            <source>Dialect table {file} is no CSV file in UTF-8.</source>
            <translation>格式表 {file} 不是 UTF-8 编码的 CSV 文件。</translation>
        </message>
        <message>
            <location filename="../core/parceltextdialects.py" />
            <source>Dialect table {file}, line {line}: there is no key {key}.</source>
            <translation>格式表 {file} 第 {line} 行：没有键 {key}。</translation>
        </message>
        <message>
            <location filename="../core/parceltextdialects.py" />
            <source>Dialect table {file}: the parcel line must end with @.</source>
            <translation>格式表 {file}：地块行必须以 @ 结尾。</translation>
        </message>
        <message>
            <location filename="../core/parceltextdialects.py" />
            <source>Dialect table {file}: the point line needs {wanted}, and side lengths only with plane coordinates.</source>
            <translation>格式表 {file}：坐标行须含 {wanted}；只有平面坐标才能带边长。</translation>
        </message>
        <message>
            <location filename="../core/parceltextdialects.py" />
            <source>Dialect table {file}: {key} is {value}, but must be a whole number up to {most}.</source>
            <translation>格式表 {file}：{key} 的值为 {value}，应为不大于 {most} 的整数。</translation>
        </message>
        <message>
            <location filename="../core/parceltextdialects.py" />
            <source>Dialect table {file}: {key} is {value}, but must be one of {choices}.</source>
            <translation>格式表 {file}：{key} 的值为 {value}，只能是 {choices} 之一。</translation>
        </message>
        <message>
            <location filename="../core/parceltextdialects.py" />
            <source>Dialect table {file}: {place} in {words} means nothing; known are {known}.</source>
            <translation>格式表 {file}：{words} 中的 {place} 没有含义；可用的有 {known}。</translation>
        </message>
        <message>
            <location filename="../core/parceltextwriter.py" />
            <source>Dialect {dialect} wants longitude and latitude: give the parcels in EPSG:4490.</source>
            <translation>格式 {dialect} 需要经纬度：请以 EPSG:4490 提供地块。</translation>
        </message>
        <message>
            <location filename="../core/parceltextwriter.py" />
            <source>Dialect {dialect} wants plane coordinates, but the parcels are in degrees ({crs}): reproject them to their Gauss-Krüger zone first.</source>
            <translation>格式 {dialect} 需要平面坐标，而地块为经纬度（{crs}）：请先转换到所在的高斯—克吕格投影带。</translation>
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
            <location filename="../core/tallytables.py" />
            <source>Field ridges are deducted from their class by the ridge coefficient (KCXS) and shown as a class.</source>
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
            <location filename="../core/landcover.py" />
            <source>Land-cover rasters need the Python package {package}, which is missing: install it with python -m pip install {package} (on Windows in the OSGeo4W Shell), then start QGIS again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../processing/groups.py" />
            <source>Land-use tallies</source>
            <translation>地类统计</translation>
        </message>
        <message>
            <location filename="../layers/sources.py" />
            <source>Layer {layer} cannot be opened: check that its file or database is still there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../layers/sources.py" />
            <source>Layer {layer} has no coordinate system, so it cannot be brought to {crs}: set the layer's coordinate system in its properties.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../layers/sources.py" />
            <source>Layer {layer} has no field {field}; it has: {fields}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../layers/sources.py" />
            <source>Layer {layer} has no points: choose a layer of points.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../layers/sources.py" />
            <source>Layer {layer} has no polygons: choose a layer of areas.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../layers/clip.py" />
            <source>Layer {layer}, feature {fid}: the polygon is invalid ({reason}): repair it with Fix geometries.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/landclass.py" />
            <source>Layer {layer}, field {field}: {codes} ({count} patches) are not classes of {scheme}: correct them, choose another scheme or give a table of classes (CSV).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/tallytables.py" />
            <source>Layers: {layers}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/redlines.py" />
            <source>Legal farmland area</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/dossier.py" />
            <source>Map sheet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../processing/groups.py" />
            <source>Map sheets</source>
            <translation>图件</translation>
        </message>
        <message>
            <location filename="../core/redlines.py" />
            <source>Name</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/dossier.py" />
            <source>No batch</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/tallytables.py" />
            <source>No class recorded</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/approvaltable.py" />
            <source>No.</source>
            <translation>序号</translation>
        </message>
        <message>
            <location filename="../core/tallytables.py" />
            <source>Not covered by land use</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/approvaltable.py" />
            <source>Not recorded</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/landclass.py" />
            <source>Outside the three major classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/approvaltable.py" />
            <source>Outside the villages</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/approvaltable.py" />
            <source>Owner</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/approvaltable.py" />
            <source>Ownership</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/workbook.py" />
            <source>Page {page} of {pages}</source>
            <translation>第 {page} 页 / 共 {pages} 页</translation>
        </message>
        <message>
            <location filename="../core/approvaltable.py" />
            <source>Parcel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/dossier.py" />
            <source>Parcel name</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/dossier.py" />
            <source>Parcel number</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/boundarypoints.py" />
            <source>Parcel {parcel} has no geometry: draw it or take it out of the selection.</source>
            <translation>地块 {parcel} 没有图形：请绘制图形，或将其移出选择集。</translation>
        </message>
        <message>
            <location filename="../core/boundarypoints.py" />
            <source>Parcel {parcel}, ring {ring} has {count} different points: a ring needs three.</source>
            <translation>地块 {parcel} 第 {ring} 圈只有 {count} 个不同的点：一圈至少需要三个点。</translation>
        </message>
        <message>
            <location filename="../core/boundarypoints.py" />
            <source>Parcel {parcel}, ring {ring}: a coordinate is no number.</source>
            <translation>地块 {parcel} 第 {ring} 圈：坐标不是数字。</translation>
        </message>
        <message>
            <location filename="../core/parceltextwriter.py" />
            <source>Parcel {parcel}: the value of {field} holds {sign}, which would break the parcel text file: change {value!r}.</source>
            <translation>地块 {parcel}：字段 {field} 的值含有 {sign}，会破坏报部坐标 TXT 的格式：请修改 {value!r}。</translation>
        </message>
        <message>
            <location filename="../core/dossier.py" />
            <source>Parcels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../processing/groups.py" />
            <source>Parcels and approval</source>
            <translation>地块与报批</translation>
        </message>
        <message>
            <location filename="../core/dossier.py" />
            <source>Parcels of the batch</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/dossier.py" />
            <source>Planned use</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/boundarypoints.py" />
            <source>Point no.</source>
            <translation>点号</translation>
        </message>
        <message>
            <location filename="../core/redlines.py" />
            <source>Polygons touched</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/redlines.py" />
            <source>Red line</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/dossier.py" />
            <source>Red lines</source>
            <translation>红线核查</translation>
        </message>
        <message>
            <location filename="../core/boundarypoints.py" />
            <source>Ring</source>
            <translation>圈号</translation>
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
            <location filename="../core/redlines.py" />
            <source>Rule</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/redlines.py" />
            <source>Share inside</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/boundarypoints.py" />
            <source>Side (m)</source>
            <translation>边长（m）</translation>
        </message>
        <message>
            <location filename="../core/approvaltable.py" />
            <source>State-owned</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/approvaltable.py" />
            <source>Subtotal</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/tallytables.py" />
            <source>Sum</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/approvaltable.py" />
            <source>Summary of areas by land class and ownership</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/landclass.py" />
            <source>The class codes ({codes}) are three-digit codes of the second land survey: bring them to the third survey first (011 is 0101; see resources/codes/erdiao_to_sandiao.csv).</source>
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
            <location filename="../layers/planes.py" />
            <source>The coordinate system {crs} has no known ellipsoid: give the layer its true coordinate system.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/projection.py" />
            <source>The ellipsoid of the layer is not known ({proj}): transform the layer to CGCS2000.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/siting.py" />
            <source>The exact solution needs scipy 1.9 or newer. Install it (Debian and Ubuntu: apt install python3-scipy; Windows, OSGeo4W shell: python -m pip install scipy; macOS: the same in QGIS's Python) or use the greedy choice.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/areaplane.py" />
            <source>The extent {bounds} is no rectangle: is the layer empty?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/parceltextwriter.py" />
            <source>The header value {name} holds a line end: write it in one line.</source>
            <translation>文件头的值 {name} 含有换行：请写成一行。</translation>
        </message>
        <message>
            <location filename="../layers/planes.py" />
            <source>The layer has no coordinate system: set one in its properties.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/compiled.py" />
            <source>The numba body was asked for and numba cannot be loaded ({reason}): install it with “python3 -m pip install numba”, or let the numpy body answer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/siting.py" />
            <source>The number of masts is {count}: give 1 or more.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/wkb.py" />
            <source>The offsets of the geometries do not fit their {bytes} bytes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/scanplan.py" />
            <source>The overlap is {value}: give a share from 0 to below 0.9.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/workbook.py" />
            <source>The package openpyxl is missing, which writes XLSX files: Windows: OSGeo4W Shell, python -m pip install openpyxl; Debian and Ubuntu: apt install python3-openpyxl.</source>
            <translation>缺少写 XLSX 文件所需的 openpyxl。Windows：在 OSGeo4W Shell 中运行 python -m pip install openpyxl；Debian、Ubuntu：apt install python3-openpyxl。</translation>
        </message>
        <message>
            <location filename="../layouts/templates.py" />
            <source>The page template {path} cannot be read: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../layouts/templates.py" />
            <source>The page template {path} is no QGIS layout template.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/projection.py" />
            <source>The projection is not readable: {proj}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/projection.py" />
            <source>The projection {name} is not computed here ({proj}): transform the layer to CGCS2000.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/landcover.py" />
            <source>The raster {file} cannot be read: {reason}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/landcover.py" />
            <source>The raster {file} has more than {most} different values: it holds measurements, not classes; choose a classified raster.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/landcover.py" />
            <source>The raster {file} has no band {band}: it has {count}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/landcover.py" />
            <source>The raster {file} holds fractions: it holds measurements, not classes; choose a classified raster.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/landcover.py" />
            <source>The raster {file} holds no numbers that could be classes ({kind}).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/landcover.py" />
            <source>The raster {file} is rotated or not north-up: warp it to a north-up raster first (gdalwarp).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/camera.py" />
            <source>The refraction coefficient is {value}: it lies between 0 (no air) and 1 (a flat earth).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/tally.py" />
            <source>The ridge coefficient (KCXS) is {value}: it must be at least 0 and less than 1; correct the patch.</source>
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
            <location filename="../core/redlines.py" />
            <source>The tolerance is {tolerance} m²: it must be 0 or more.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/scanplan.py" />
            <source>The wanted pixel size is {value}: give metres, more than 0.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/scanplan.py" />
            <source>The zoom runs from {widest} to {narrowest} degrees: give two angles between 0 and 180, the wide one not smaller than the narrow one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/sheetnumber.py" />
            <source>There is no 1:10,000 sheet at longitude {lon}, latitude {lat}: check the coordinate system.</source>
            <translation>经度 {lon}、纬度 {lat} 处没有 1:10000 图幅：请检查坐标系。</translation>
        </message>
        <message>
            <location filename="../core/siting.py" />
            <source>There is no candidate site: give points, or an area with a spacing for a grid of them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/compiled.py" />
            <source>There is no compiled module {name}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/parceltextdialects.py" />
            <source>There is no dialect {name}: choose one of {names}, or give the path of a dialect table (.csv).</source>
            <translation>没有名为 {name} 的格式：请选择 {names} 之一，或给出格式表（.csv）的路径。</translation>
        </message>
        <message>
            <location filename="../core/parceltextwriter.py" />
            <source>There is no encoding {encoding}: choose one of {names}.</source>
            <translation>没有编码 {encoding}：请选择 {names} 之一。</translation>
        </message>
        <message>
            <location filename="../layouts/templates.py" />
            <source>There is no page template {name}: put it into {folder}, or choose another paper or orientation.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/parceltextwriter.py" />
            <source>There is no parcel to write: the layer or the selection is empty.</source>
            <translation>没有可写出的地块：图层或选择集为空。</translation>
        </message>
        <message>
            <location filename="../core/landclass.py" />
            <source>There is no scheme {scheme}: choose one of {schemes}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/workbook.py" />
            <source>There is no table to write into the workbook.</source>
            <translation>没有可写入工作簿的表。</translation>
        </message>
        <message>
            <location filename="../layers/planes.py" />
            <source>There is nothing to measure: the layers have no extent.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/scanplan.py" />
            <source>Times and the number of channels are 0 or more.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/approvaltable.py" />
            <source>Total</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/approvaltable.py" />
            <source>Total area</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/redlines.py" />
            <source>Touches</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/scanplan.py" />
            <source>Turning speeds and the time of the round are more than 0.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/approvaltable.py" />
            <source>Unit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/htmlreport.py" />
            <source>Unit: {unit}</source>
            <translation>单位：{unit}</translation>
        </message>
        <message>
            <location filename="../core/tallytables.py" />
            <source>Unit: {unit}, {decimals} decimals, rounded half up.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/landclass.py" />
            <source>Unused land</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/redlines.py" />
            <source>Verdict</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/approvaltable.py" />
            <source>Village by class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/redlines.py" />
            <source>Violates</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/dossier.py" />
            <source>Violations</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/boundarypoints.py" />
            <source>X (m)</source>
            <translation>X（m）</translation>
        </message>
        <message>
            <location filename="../core/boundarypoints.py" />
            <source>Y (m)</source>
            <translation>Y（m）</translation>
        </message>
        <message>
            <location filename="../core/redlines.py" />
            <source>Zone</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/tally.py" />
            <source>Zone {zone}: its classes add up to {sum} m², but its own area is {area} m²: the zone's geometry is probably invalid (crossing or repeated rings); repair it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/redlines.py" />
            <source>and {count} more</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../processing/base.py" />
            <source>en</source>
            <translation>zh_Hans</translation>
        </message>
        <message>
            <location filename="../core/tallytables.py" />
            <source>ha</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../layers/polygonarrays.py" />
            <source>it has no geometry</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../layers/sources.py" />
            <source>it has no point</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../layers/polygonarrays.py" />
            <source>its coordinates are not numbers</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../layers/polygonarrays.py" />
            <source>its geometry is damaged or of an unknown kind</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../layers/polygonarrays.py" />
            <source>its geometry is empty or no polygon</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/tallytables.py" />
            <source>km²</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/tallytables.py" />
            <source>mu</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/redlines.py" />
            <source>must be inside</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/redlines.py" />
            <source>must stay out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/redlines.py" />
            <source>m²</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/dossier.py" />
            <source>not checked</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/alertposition.py" />
            <source>{angles} angles were given for {cameras} cameras: give one pan and one tilt for each.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/landclass.py" />
            <source>{code} is not a class of {scheme}: correct the class code or choose another scheme.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/tallytables.py" />
            <source>{count} areas that print as zero, together {area} m², are not shown.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/siting.py" />
            <source>{count} candidate sites are too many for the exact solution (at most {limit}): use the greedy choice, or fewer candidates.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/tallytables.py" />
            <source>{count} pieces under {limit} m², together {area} m², come from touching edges and were left out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/tallytables.py" />
            <source>{count} pieces with negative area, together {area} m², come from patches that cross themselves; they were left out: repair those patches.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/htmlreport.py" />
            <source>{file} cannot be written ({reason}): close it in other programs or choose another folder.</source>
            <translation>{file} 无法写入（{reason}）：请在其他程序中关闭它，或选择另一个文件夹。</translation>
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
            <location filename="../core/tableheader.py" />
            <source>{label}: {value}</source>
            <translation>{label}：{value}</translation>
        </message>
        <message>
            <location filename="../core/outputfolder.py" />
            <source>{path} is a file: give a folder for the output.</source>
            <translation>{path} 是文件：请为成果指定文件夹。</translation>
        </message>
        <message>
            <location filename="../layers/sources.py" />
            <source>{reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../core/parceltextwriter.py" />
            <source>{sign} (parcel {parcel}) cannot be written in {encoding}: choose utf-8 or gb18030.</source>
            <translation>“{sign}”（地块 {parcel}）无法用 {encoding} 写出：请选择 utf-8 或 gb18030。</translation>
        </message>
    </context>
</TS>
