<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_Hans" sourcelanguage="en">
    <context>
        <name>Redline</name>
        <message>
            <source> (continued)</source>
            <translation>（续）</translation>
        </message>
        <message>
            <source> and {count} more</source>
            <translation>等，另有 {count} 项</translation>
        </message>
        <message>
            <source>(empty)</source>
            <translation>（空）</translation>
        </message>
        <message>
            <source>(seal)</source>
            <translation>（盖章处）</translation>
        </message>
        <message>
            <source>, </source>
            <translation>、</translation>
        </message>
        <message>
            <source>, first due {due}</source>
            <translation>，最早 {due} 到期</translation>
        </message>
        <message>
            <source>1 holds 39 % of all cases, 2.45 holds 95 %.</source>
            <translation>1 倍包含 39 % 的情况，2.45 倍包含 95 %。</translation>
        </message>
        <message>
            <source>1 seen, 0 not seen though in reach of a camera; no data elsewhere.</source>
            <translation>1 为看见，0 为在覆盖范围内但看不见，其余为无数据。</translation>
        </message>
        <message>
            <source>1 where the choice is proved to be the best, else 0</source>
            <translation>已证明最优为 1，否则为 0</translation>
        </message>
        <message>
            <source>1 where the pixel wanted is reached</source>
            <translation>达到要求像素为 1</translation>
        </message>
        <message>
            <source>1 where the round holds, else 0</source>
            <translation>能按时完成为 1，否则为 0</translation>
        </message>
        <message>
            <source>3 surely seen, 2 probably seen, 1 probably hidden, 0 surely hidden. Needs an error of the elevation above 0.</source>
            <translation>3 肯定看见，2 可能看见，1 可能看不见，0 肯定看不见。需要大于 0 的高程误差。</translation>
        </message>
        <message>
            <source>90 % within</source>
            <translation>九成用时</translation>
        </message>
        <message>
            <source>&lt;h3&gt;redline_case_state(state)&lt;/h3&gt;&lt;p&gt;The name of a state of casework, as it stands in the field state of the table of tasks, in the language of QGIS; NULL for a word that is no state.&lt;/p&gt;&lt;p&gt;redline_case_state('on_site') → On site&lt;/p&gt;</source>
            <translation>&lt;h3&gt;redline_case_state(state)&lt;/h3&gt;&lt;p&gt;案件状态的名称，状态取自任务表的 state 字段，名称用 QGIS 的语言；不是状态的词得 NULL。&lt;/p&gt;&lt;p&gt;redline_case_state('on_site') → 核查中&lt;/p&gt;</translation>
        </message>
        <message>
            <source>&lt;h3&gt;redline_class_name(code, scheme)&lt;/h3&gt;&lt;p&gt;The name of a land class. The scheme is 'sandiao' (third survey) where none is given, 'gbt21010', 'ydyh' (planned use), or the path of a table (CSV).&lt;/p&gt;&lt;p&gt;redline_class_name('0102') → 水浇地&lt;/p&gt;</source>
            <translation>&lt;h3&gt;redline_class_name(编码, 分类体系)&lt;/h3&gt;&lt;p&gt;地类名称。分类体系默认为 'sandiao'（三调），可选 'gbt21010'、'ydyh'（用地用海），或地类表（CSV）路径。&lt;/p&gt;&lt;p&gt;redline_class_name('0102') → 水浇地&lt;/p&gt;</translation>
        </message>
        <message>
            <source>&lt;h3&gt;redline_deadline(moment, rule)&lt;/h3&gt;&lt;p&gt;When something that began at a moment is due. The rule is a deadline of resources/casework/deadlines.csv or of your office's own deadlines.csv, such as 'restored', or an amount with its unit: minute, hour, day_night, working_day, calendar_month_end. Working days are those of your office's working_days.csv, else the announced ones. A moment without an offset is Beijing time.&lt;/p&gt;&lt;p&gt;redline_deadline('2021-09-01 08:00', '1 day_night') → 2021-09-02T08:00:00+08:00&lt;/p&gt;</source>
            <translation>&lt;h3&gt;redline_deadline(moment, rule)&lt;/h3&gt;&lt;p&gt;从某一时刻起算的到期时间。rule 为 resources/casework/deadlines.csv 或本单位 deadlines.csv 中的时限（如 'restored'），或数量加单位：minute 分钟、hour 小时、day_night 昼夜、working_day 工作日、calendar_month_end 月末。工作日取本单位 working_days.csv，没有的按国务院公布的安排。未注明时区的时刻为北京时间。&lt;/p&gt;&lt;p&gt;redline_deadline('2021-09-01 08:00', '1 day_night') → 2021-09-02T08:00:00+08:00&lt;/p&gt;</translation>
        </message>
        <message>
            <source>&lt;h3&gt;redline_major_class(code, scheme)&lt;/h3&gt;&lt;p&gt;The major class of a land class: agricultural, construction or unused land. The scheme is found from the code where none is given.&lt;/p&gt;&lt;p&gt;redline_major_class('0102') → agricultural land&lt;/p&gt;</source>
            <translation>&lt;h3&gt;redline_major_class(编码, 分类体系)&lt;/h3&gt;&lt;p&gt;地类所属三大类：农用地、建设用地、未利用地。未给出分类体系时按编码识别。&lt;/p&gt;&lt;p&gt;redline_major_class('0102') → 农用地&lt;/p&gt;</translation>
        </message>
        <message>
            <source>&lt;h3&gt;redline_mu(m2, decimals)&lt;/h3&gt;&lt;p&gt;Square metres as 亩 (2000/3 m²), rounded half up; 4 decimals where none are given.&lt;/p&gt;&lt;p&gt;redline_mu(10000) → 15&lt;/p&gt;</source>
            <translation>&lt;h3&gt;redline_mu(平方米, 小数位数)&lt;/h3&gt;&lt;p&gt;平方米换算为亩（1 亩 = 2000/3 平方米），四舍五入，默认 4 位小数。&lt;/p&gt;&lt;p&gt;redline_mu(10000) → 15&lt;/p&gt;</translation>
        </message>
        <message>
            <source>&lt;h3&gt;redline_official_area(geometry, crs)&lt;/h3&gt;&lt;p&gt;The official area on the ellipsoid in m², by the official procedure. The coordinate system is the layer's, or the one given: 'EPSG:4527'.&lt;/p&gt;&lt;p&gt;redline_official_area($geometry) → 12345.67&lt;/p&gt;</source>
            <translation>&lt;h3&gt;redline_official_area(图形, 坐标系)&lt;/h3&gt;&lt;p&gt;按法定步骤计算的椭球面积（平方米）。坐标系默认为图层坐标系，也可给出，如 'EPSG:4527'。&lt;/p&gt;&lt;p&gt;redline_official_area($geometry) → 12345.67&lt;/p&gt;</translation>
        </message>
        <message>
            <source>A CSV file like resources/forms/approval_tables.csv: titles and words of your office.</source>
            <translation>仿照 resources/forms/approval_tables.csv 的 CSV 文件：本单位的标题和文字。</translation>
        </message>
        <message>
            <source>A CSV file with the columns code, name_zh, name_en, parent, major; used instead of a scheme.</source>
            <translation>CSV 文件，列为 code、name_zh、name_en、parent、major；代替内置分类体系。</translation>
        </message>
        <message>
            <source>A CSV file with the columns date and working: your office's days, over the announced holidays.</source>
            <translation>含 date、working 两列的 CSV 文件：本单位的工作日，优先于国家公布的节假日。</translation>
        </message>
        <message>
            <source>A CSV file with the columns rule and value; replaces values of resources/rules/rules.csv.</source>
            <translation>含 rule 和 value 两列的 CSV 文件；替换 resources/rules/rules.csv 中的值。</translation>
        </message>
        <message>
            <source>A CSV with the columns sandiao_code, ydyh_code and, where a class is split, share.</source>
            <translation>CSV，列为 sandiao_code、ydyh_code，拆分时另加 share。</translation>
        </message>
        <message>
            <source>A DWG does not tell here whether a polyline is closed: this one, with {distance} m between its ends, was taken as closed. Save the drawing as DXF, which tells it, where lines are open.</source>
            <translation>读取 DWG 时无法得知多段线是否闭合：此线首尾相距 {distance} 米，按闭合处理。如有不闭合的线，请将图形另存为 DXF，其中有闭合标志。</translation>
        </message>
        <message>
            <source>A GeoPackage that Create case file made.</source>
            <translation>由“建立案卷库”生成的 GeoPackage。</translation>
        </message>
        <message>
            <source>A case there was seen before: a repeat.</source>
            <translation>此处以前有过案件，按重复发生收入。</translation>
        </message>
        <message>
            <source>A case there, not longer ago, makes a repeat.</source>
            <translation>该时间以内同一位置有过案件的，为重复发生。</translation>
        </message>
        <message>
            <source>A code or a name of a village or township. Points need none.</source>
            <translation>村或乡镇的代码或名称；点图层可不填。</translation>
        </message>
        <message>
            <source>A drawing (DXF, DWG R2000, CASS), a coordinate table (XLSX, XLS, ODS, CSV, TXT, DAT), a file of a phone (KML, KMZ, GPX), GeoJSON, Shapefile, geodatabase or parcel text file, a ZIP of such, or a folder: then all in it and below it. Nothing in it is changed.</source>
            <translation>CAD 图形（DXF、R2000 版 DWG、CASS）、坐标表（XLSX、XLS、ODS、CSV、TXT、DAT）、手机文件（KML、KMZ、GPX）、GeoJSON、Shapefile、地理数据库、报部坐标 TXT，以及它们的 ZIP 压缩包；也可以是文件夹，读取其中及下级的全部文件。原文件不作任何改动。</translation>
        </message>
        <message>
            <source>A field of view of {degrees}° is not possible: it lies between 0 and 360.</source>
            <translation>视场角 {degrees}° 不可能：应在 0 到 360 之间。</translation>
        </message>
        <message>
            <source>A field package, or a folder that holds some; it is only read.</source>
            <translation>一个外业包，或含有若干外业包的文件夹；只读不改。</translation>
        </message>
        <message>
            <source>A field, a column's heading, a block's attribute, or the CAD layer of the texts. Found by name (DKBH, 地块编号 …) and by the texts inside where left empty.</source>
            <translation>字段名、列标题、块属性名，或注记所在的 CAD 图层。留空时按名称（DKBH、地块编号等）和地块内的注记判断。</translation>
        </message>
        <message>
            <source>A file</source>
            <translation>某个文件</translation>
        </message>
        <message>
            <source>A folder with .whl files for this QGIS</source>
            <translation>存有适用于本 QGIS 的 .whl 文件的文件夹</translation>
        </message>
        <message>
            <source>A further division, such as open and closed.</source>
            <translation>进一步划分，如在办、办结。</translation>
        </message>
        <message>
            <source>A key is kept; another one replaces it</source>
            <translation>已保存密钥；填写新的则替换</translation>
        </message>
        <message>
            <source>A layer or table with the camera's code, pan and tilt of each alert.</source>
            <translation>含每条预警的摄像头编号、水平角、俯仰角的图层或表。</translation>
        </message>
        <message>
            <source>A layer whose coordinates come from a web map. Ask for their origin: a true layer would be spoiled.</source>
            <translation>坐标来自网络地图的图层。请先核实来源：真实坐标的图层会被改坏。</translation>
        </message>
        <message>
            <source>A new GeoPackage. A file that is there is never replaced: it may hold cases.</source>
            <translation>新的 GeoPackage。已有的文件不会被替换：其中可能有案卷。</translation>
        </message>
        <message>
            <source>A new case.</source>
            <translation>已收入新案件。</translation>
        </message>
        <message>
            <source>A new layer with the same fields: patch area, ridge area and class area (TBMJ, KCMJ, TBDLMJ) are new.</source>
            <translation>字段相同的新图层，其中图斑面积、扣除地类面积、图斑地类面积（TBMJ、KCMJ、TBDLMJ）为平差后的值。</translation>
        </message>
        <message>
            <source>A parcel violates a red line when more than this lies on the wrong side. 0 allows nothing.</source>
            <translation>地块越线面积大于此值即判为越线；0 表示不容许任何越线。</translation>
        </message>
        <message>
            <source>A patch has class number {number}, outside 0 to {last}.</source>
            <translation>有图斑的地类序号为 {number}，不在 0 至 {last} 之内。</translation>
        </message>
        <message>
            <source>A patch here has no recorded area: fill it in, or choose official areas.</source>
            <translation>此处有图斑没有图斑面积：请补填，或改用椭球面积。</translation>
        </message>
        <message>
            <source>A picture from farther away proves nothing.</source>
            <translation>更远处拍摄的照片不作为有效举证。</translation>
        </message>
        <message>
            <source>A picture has {columns} × {rows} pixels: give whole numbers of 1 or more.</source>
            <translation>画面为 {columns} × {rows} 像素：应为不小于 1 的整数。</translation>
        </message>
        <message>
            <source>A point that stands in several parcels has one number, and numbers go on over all parcels.</source>
            <translation>几个地块共有的点只有一个点号，各地块之间连续编号。</translation>
        </message>
        <message>
            <source>A position less sure than this proves nothing.</source>
            <translation>定位精度低于此值的不作为有效举证。</translation>
        </message>
        <message>
            <source>A radius of {radius} m is not possible: it must be more than zero.</source>
            <translation>半径 {radius} 米不可能：必须大于零。</translation>
        </message>
        <message>
            <source>A raster file whose cells hold class codes (whole numbers).</source>
            <translation>像元值为地类编码（整数）的栅格文件。</translation>
        </message>
        <message>
            <source>A recorded area is told when it differs from the official area by more than this and by over 1 m².</source>
            <translation>记载面积与椭球面积之差超过此比例且超过 1 平方米时列出。</translation>
        </message>
        <message>
            <source>A row without a key was not taken.</source>
            <translation>一行没有标识，未收入。</translation>
        </message>
        <message>
            <source>A table like those in resources/dialects, changed for your office; used instead of the form above.</source>
            <translation>仿照 resources/dialects 中的表为本单位修改的格式表；代替上面的格式。</translation>
        </message>
        <message>
            <source>A table or points: a row for each case. Only the fields that you choose are read.</source>
            <translation>表或点图层，一件一行；只读取所选字段。</translation>
        </message>
        <message>
            <source>A table with each layer, its role, the fields that play a part, how sure it is, and what was noticed.</source>
            <translation>一张表：每个图层的角色、各字段的作用、把握程度和发现的问题。</translation>
        </message>
        <message>
            <source>A table with longitude and latitude or pan and tilt, points, or polygons (satellite spots).</source>
            <translation>含经纬度或水平角、俯仰角的表，点图层，或面图层（卫片图斑）。</translation>
        </message>
        <message>
            <source>A table with negative values cannot be brought to row and column totals at once.</source>
            <translation>含负数的表不能同时调到行合计与列合计。</translation>
        </message>
        <message>
            <source>A table with number, kind, times of acceptance and end; no owners, no telephone numbers.</source>
            <translation>含受理编号、业务类型、受理时间和办结时间的表；不含权利人和电话。</translation>
        </message>
        <message>
            <source>A table with village code and farming population (NYRK): gives farmland per head.</source>
            <translation>含村代码和农业人口（NYRK）的表：用于计算人均耕地。</translation>
        </message>
        <message>
            <source>A table with year and quota in 亩. Several lines of a year add up.</source>
            <translation>含年度和指标（亩）的表；同一年度多行相加。</translation>
        </message>
        <message>
            <source>A table: layer, feature, rule, value, severity and a sentence that says what to do.</source>
            <translation>一张表：图层、要素、规则、值、严重程度，以及处理办法。</translation>
        </message>
        <message>
            <source>A template of the same name is taken from here instead of the one that comes with Redline.</source>
            <translation>此文件夹中的同名模板优先于 Redline 自带的模板。</translation>
        </message>
        <message>
            <source>A tilt that is off by {error:g}° moves a point {radius:.0f} m away from a {mast:g} m mast by {near:.0f} … {far:+.0f} m along the range (inf: beyond the horizon).</source>
            <translation>俯仰角差 {error:g}°，{mast:g} 米高的杆塔看 {radius:.0f} 米处，沿视线方向位置就差 {near:.0f} … {far:+.0f} 米（inf 为超出视距）。</translation>
        </message>
        <message>
            <source>A title or remark, nothing was made of it: {text}</source>
            <translation>标题或备注，未作数据读取：{text}</translation>
        </message>
        <message>
            <source>A transform needs the ellipsoid to which it leads.</source>
            <translation>给出坐标转换时，须同时给出转换到的椭球。</translation>
        </message>
        <message>
            <source>A trial message of Redline.</source>
            <translation>Redline 试发消息。</translation>
        </message>
        <message>
            <source>A village whose patches differ from its control area by more stops the run.</source>
            <translation>村内图斑之和与控制面积相差超过该值时停止运行。</translation>
        </message>
        <message>
            <source>A village without any class cannot take the {difference} ha that it is adjusted by.</source>
            <translation>没有任何地类的村无法承担调平的 {difference} 公顷。</translation>
        </message>
        <message>
            <source>A zone violates a line when more than this lies on the wrong side. 0 allows nothing.</source>
            <translation>越线面积大于此值即判为越线；0 表示不容许任何越线。</translation>
        </message>
        <message>
            <source>A zone violates a red line when the area against the rule, rounded to 0.01 m², is above {tolerance} m²; it touches it when there is such an area but it is not above; below 0.0001 m² there is none.</source>
            <translation>越线面积四舍五入到 0.01 平方米后大于 {tolerance} 平方米的，判为“越线”；有越线面积但不大于该值的，判为“触碰”；不足 0.0001 平方米的视为没有，判为“符合”。</translation>
        </message>
        <message>
            <source>A4 sheets to be signed, one PDF: map, classes, red lines, deadlines. About a second each.</source>
            <translation>供签收的 A4 核查通知单，合为一个 PDF：地图、地类、红线、时限。每张约一秒。</translation>
        </message>
        <message>
            <source>About a second for each parcel.</source>
            <translation>每个地块约需一秒。</translation>
        </message>
        <message>
            <source>Accepted</source>
            <translation>受理时间</translation>
        </message>
        <message>
            <source>Accepted on a day off</source>
            <translation>休息日受理</translation>
        </message>
        <message>
            <source>Accepted until then: done the same day; later: by it the next working day.</source>
            <translation>此前受理的当日办结；之后受理的在下一个工作日该时刻前办结。</translation>
        </message>
        <message>
            <source>Accuracy of a position (m)</source>
            <translation>位置精度（米）</translation>
        </message>
        <message>
            <source>Acquired</source>
            <translation>已征收</translation>
        </message>
        <message>
            <source>Acquired (mu)</source>
            <translation>已征收（亩）</translation>
        </message>
        <message>
            <source>Acquired land</source>
            <translation>征收土地</translation>
        </message>
        <message>
            <source>Acquisition</source>
            <translation>土地征收</translation>
        </message>
        <message>
            <source>Across the line of sight, at every range; a digger needs about ten pixels.</source>
            <translation>垂直于视线方向，各距离处都要满足；挖掘机约需十个像素。</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>添加</translation>
        </message>
        <message>
            <source>Add row</source>
            <translation>添加行</translation>
        </message>
        <message>
            <source>Add to the map</source>
            <translation>加到地图</translation>
        </message>
        <message>
            <source>Added by the mast</source>
            <translation>该塔新增</translation>
        </message>
        <message>
            <source>Added to {layer}. It is an edit: undo it or save it there.</source>
            <translation>已加入 {layer}。这是一次尚未保存的编辑，可在该图层撤销或保存。</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>地址</translation>
        </message>
        <message>
            <source>Adjusted patches</source>
            <translation>平差后图斑</translation>
        </message>
        <message>
            <source>Adjustment to control areas</source>
            <translation>控制面积平差表</translation>
        </message>
        <message>
            <source>After</source>
            <translation>变更后</translation>
        </message>
        <message>
            <source>After acquisition</source>
            <translation>征地后</translation>
        </message>
        <message>
            <source>Against a red line</source>
            <translation>越线部分</translation>
        </message>
        <message>
            <source>Against the same days of the year before</source>
            <translation>与上年同期对比</translation>
        </message>
        <message>
            <source>Agreed finish</source>
            <translation>约定竣工</translation>
        </message>
        <message>
            <source>Agreed start</source>
            <translation>约定开工</translation>
        </message>
        <message>
            <source>Agricultural land</source>
            <translation>农用地</translation>
        </message>
        <message>
            <source>Alert at a place on the map</source>
            <translation>在地图上点一处线索</translation>
        </message>
        <message>
            <source>Alert at this place</source>
            <translation>此处的线索</translation>
        </message>
        <message>
            <source>Alert {alert} was left out: {reason}.</source>
            <translation>预警 {alert} 未收入：{reason}。</translation>
        </message>
        <message>
            <source>Alert {fid} was not placed: {reason}.</source>
            <translation>预警 {fid} 未能定位：{reason}。</translation>
        </message>
        <message>
            <source>Alerts</source>
            <translation>预警</translation>
        </message>
        <message>
            <source>Alerts left out</source>
            <translation>未收入的预警</translation>
        </message>
        <message>
            <source>Alerts of the camera</source>
            <translation>摄像头的预警</translation>
        </message>
        <message>
            <source>Alerts on the ground</source>
            <translation>预警地面位置</translation>
        </message>
        <message>
            <source>Alerts seen before this moment; all where left empty.</source>
            <translation>此时刻之前发现的预警；留空为全部。</translation>
        </message>
        <message>
            <source>Alerts seen from this moment on; all where left empty.</source>
            <translation>此时刻起发现的预警；留空为全部。</translation>
        </message>
        <message>
            <source>Alerts that could not be placed</source>
            <translation>未能定位的预警</translation>
        </message>
        <message>
            <source>Alerts to the ground, points to cameras</source>
            <translation>预警定位与反查摄像头</translation>
        </message>
        <message>
            <source>Alerts with pan and tilt</source>
            <translation>带水平角、俯仰角的预警</translation>
        </message>
        <message>
            <source>Alerts, satellite spots and notes into a case file: new ones become tasks, duplicates and repeats are told</source>
            <translation>把预警、卫片图斑和举报线索收入案卷库：新线索生成任务，重复件和重复发生会提示</translation>
        </message>
        <message>
            <source>All</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>All .txt files in it and below it, beside those above; in a batch, one folder for each row.</source>
            <translation>该文件夹及其下的所有 .txt 文件，与上面所选文件一并读取；批处理时每行一个文件夹。</translation>
        </message>
        <message>
            <source>All batches (mu)</source>
            <translation>全部批次（亩）</translation>
        </message>
        <message>
            <source>All is made but the workbooks. {reason}</source>
            <translation>除工作簿外均已生成。{reason}</translation>
        </message>
        <message>
            <source>All open</source>
            <translation>全部未销号</translation>
        </message>
        <message>
            <source>All polygon layers of a folder as one layer that says where each feature comes from</source>
            <translation>把文件夹中的全部面图层读入一个图层，并注明来源</translation>
        </message>
        <message>
            <source>All recognised layers in one GeoPackage or PostGIS schema, with styles, names and provenance</source>
            <translation>把识别出的全部图层存入一个 GeoPackage 或 PostGIS 模式，含样式、中文名和数据来源</translation>
        </message>
        <message>
            <source>All rows are of one kind where empty.</source>
            <translation>留空时全部为一类。</translation>
        </message>
        <message>
            <source>All sheets in one PDF with bookmarks, instead of one file for each.</source>
            <translation>全部图件合成一个带书签的 PDF，而不是每图一个文件。</translation>
        </message>
        <message>
            <source>All sources</source>
            <translation>全部来源</translation>
        </message>
        <message>
            <source>All states</source>
            <translation>全部状态</translation>
        </message>
        <message>
            <source>All supplied land (mu)</source>
            <translation>供应土地合计（亩）</translation>
        </message>
        <message>
            <source>All tools</source>
            <translation>全部工具</translation>
        </message>
        <message>
            <source>All townships</source>
            <translation>全部乡镇</translation>
        </message>
        <message>
            <source>Allowed difference of recorded areas (%)</source>
            <translation>记载面积允许误差（%）</translation>
        </message>
        <message>
            <source>Also the empty tables of casework: in the schema, or in a GeoPackage beside the workspace, for the workspace itself is replaced by the next run. Cases that are there stay.</source>
            <translation>同时建立案件办理的空表：在该模式中，或在工作库旁的 GeoPackage 中（工作库本身下次运行会被替换）。已有的案件保留。</translation>
        </message>
        <message>
            <source>Amounts, areas or any numbers.</source>
            <translation>金额、面积或任何数值。</translation>
        </message>
        <message>
            <source>An angle or height error is {value}: give numbers that are 0 or more.</source>
            <translation>角度或高度误差为 {value}：应为大于或等于 0 的数。</translation>
        </message>
        <message>
            <source>An expression over number, source, kind, camera, village and township; all judged tasks else.</source>
            <translation>关于编号、来源、类型、监控点、村和乡镇的表达式；留空为全部待推送任务。</translation>
        </message>
        <message>
            <source>An expression over state, number, source, kind, village and township; suspected cases else.</source>
            <translation>用状态、编号、来源、类型、村、乡镇写的表达式；留空则为疑似案件。</translation>
        </message>
        <message>
            <source>An outline without a text lies inside parcel {outer}: a hole.</source>
            <translation>地块 {outer} 内有一个没有注记的闭合线，作为内环扣除。</translation>
        </message>
        <message>
            <source>Analysis time of a preset (s)</source>
            <translation>每个预置位分析时间（秒）</translation>
        </message>
        <message>
            <source>Another run is making a book in folder {folder}: wait until it is done, or choose another folder.</source>
            <translation>另一次运行正在文件夹 {folder} 中装订图册：请等它完成，或换一个文件夹。</translation>
        </message>
        <message>
            <source>Another run is writing the workspace in the schema {schema} of {connection}: wait until it has ended, then run again.</source>
            <translation>{connection} 的模式 {schema} 正由另一次运行写入工作空间：请等它结束后再运行。</translation>
        </message>
        <message>
            <source>Any of the county's layers. With the villages among them, codes, gaps and places are checked too.</source>
            <translation>县级各类图层。包含村级调查区时，还检查村代码、缝隙和点位。</translation>
        </message>
        <message>
            <source>Any register of an office by kind, place and period: counts, sums, a map, and places without any</source>
            <translation>各类台账按类别、地点、时段计数求和、上图，列出空白地点</translation>
        </message>
        <message>
            <source>Approval dossier</source>
            <translation>报批成果</translation>
        </message>
        <message>
            <source>Approval dossier of this…</source>
            <translation>为此生成报批成果…</translation>
        </message>
        <message>
            <source>Approval tables</source>
            <translation>报批表格</translation>
        </message>
        <message>
            <source>Approved</source>
            <translation>已批准</translation>
        </message>
        <message>
            <source>Approved (mu)</source>
            <translation>已批准（亩）</translation>
        </message>
        <message>
            <source>Approved by</source>
            <translation>批准</translation>
        </message>
        <message>
            <source>Approved land</source>
            <translation>批准土地</translation>
        </message>
        <message>
            <source>Approved land by year, and what became of it</source>
            <translation>各年度批准土地及去向</translation>
        </message>
        <message>
            <source>Approved land followed</source>
            <translation>批准土地跟踪</translation>
        </message>
        <message>
            <source>Approved on</source>
            <translation>批复日期</translation>
        </message>
        <message>
            <source>Approved, not supplied</source>
            <translation>批而未供</translation>
        </message>
        <message>
            <source>Approved, not supplied (mu)</source>
            <translation>批而未供（亩）</translation>
        </message>
        <message>
            <source>Arable land</source>
            <translation>耕地</translation>
        </message>
        <message>
            <source>Archives of this kind are not unpacked here ({count}: {files}): unpack them and choose the folder.</source>
            <translation>此类压缩包不能直接读取（{count} 个：{files}）：请解压后选择文件夹。</translation>
        </message>
        <message>
            <source>Archives of this kind are not unpacked here: unpack it yourself and give the folder that comes out.</source>
            <translation>此类压缩包不能直接读取：请自行解压后选择解压出的文件夹。</translation>
        </message>
        <message>
            <source>Area</source>
            <translation>面积</translation>
        </message>
        <message>
            <source>Area (ha)</source>
            <translation>面积（公顷）</translation>
        </message>
        <message>
            <source>Area (mu)</source>
            <translation>面积（亩）</translation>
        </message>
        <message>
            <source>Area (m²)</source>
            <translation>面积（平方米）</translation>
        </message>
        <message>
            <source>Area ({unit})</source>
            <translation>面积（{unit}）</translation>
        </message>
        <message>
            <source>Area cut off (m²)</source>
            <translation>切出面积（平方米）</translation>
        </message>
        <message>
            <source>Area in reach of a camera (m²)</source>
            <translation>摄像头覆盖范围面积（平方米）</translation>
        </message>
        <message>
            <source>Area inside</source>
            <translation>线内面积</translation>
        </message>
        <message>
            <source>Area left (m²)</source>
            <translation>剩余面积（平方米）</translation>
        </message>
        <message>
            <source>Area looked at twice or more within the round (m²)</source>
            <translation>时限内看到两次及以上的面积（平方米）</translation>
        </message>
        <message>
            <source>Area looked at within the round (m²)</source>
            <translation>时限内看到的面积（平方米）</translation>
        </message>
        <message>
            <source>Area method</source>
            <translation>面积方法</translation>
        </message>
        <message>
            <source>Area method, units, names for the boxes, fonts</source>
            <translation>面积算法、单位、图签人员、字体</translation>
        </message>
        <message>
            <source>Area of classes not decided (m²)</source>
            <translation>待细分面积（平方米）</translation>
        </message>
        <message>
            <source>Area of the place</source>
            <translation>总面积</translation>
        </message>
        <message>
            <source>Area of the sheet</source>
            <translation>本图范围</translation>
        </message>
        <message>
            <source>Area of the spot</source>
            <translation>图斑面积</translation>
        </message>
        <message>
            <source>Area on the ellipsoid (m²)</source>
            <translation>椭球面积（平方米）</translation>
        </message>
        <message>
            <source>Area on the wrong side (m²)</source>
            <translation>越线面积（平方米）</translation>
        </message>
        <message>
            <source>Area outside</source>
            <translation>线外面积</translation>
        </message>
        <message>
            <source>Area seen by a camera (m²)</source>
            <translation>摄像头看见的面积（平方米）</translation>
        </message>
        <message>
            <source>Area that land use covers twice (m²)</source>
            <translation>地类图斑重叠面积（平方米）</translation>
        </message>
        <message>
            <source>Area that only one epoch covers (m²)</source>
            <translation>仅一期覆盖的面积（平方米）</translation>
        </message>
        <message>
            <source>Area to cut off</source>
            <translation>切出面积</translation>
        </message>
        <message>
            <source>Area without data (m²)</source>
            <translation>无数据面积（平方米）</translation>
        </message>
        <message>
            <source>Area without land use (m²)</source>
            <translation>地类图斑未覆盖面积（平方米）</translation>
        </message>
        <message>
            <source>Area, land to be acquired, public-benefit share.</source>
            <translation>面积、拟征收面积、公益性用地比例。</translation>
        </message>
        <message>
            <source>Areas</source>
            <translation>面积</translation>
        </message>
        <message>
            <source>Areas (dialogs start with these, the live tally follows them)</source>
            <translation>面积（各对话框的初始值，实时统计随之而变）</translation>
        </message>
        <message>
            <source>Areas (long table)</source>
            <translation>面积（长表）</translation>
        </message>
        <message>
            <source>Areas (wide table)</source>
            <translation>面积（宽表）</translation>
        </message>
        <message>
            <source>Areas and balance of each project.</source>
            <translation>各项目的面积和平衡情况。</translation>
        </message>
        <message>
            <source>Areas are areas on the ellipsoid ({ellipsoid}), by the official procedure; layers in {crs}.</source>
            <translation>面积为椭球面积（{ellipsoid}），按法定步骤计算；图层坐标系 {crs}。</translation>
        </message>
        <message>
            <source>Areas are areas on the ellipsoid ({ellipsoid}); layers in {crs}.</source>
            <translation>面积为椭球面积（{ellipsoid}）；图层坐标系 {crs}。</translation>
        </message>
        <message>
            <source>Areas are areas on the ellipsoid ({ellipsoid}); layers in {crs}. The county is the sum of the villages' official areas; townships are balanced to it, villages to their township, and what is covered to the village, by largest remainder. Redundancy is the area summed over all cameras over the area covered at least once. Farmland counts with its legal area.</source>
            <translation>面积为椭球面积（{ellipsoid}）；图层坐标系 {crs}。全县面积为各村椭球面积之和；按最大余数法逐级平差：乡镇平差到县，村平差到乡镇，覆盖面积平差到村。重叠度为各摄像头覆盖面积之和与至少一次覆盖面积之比。永久基本农田按永久基本农田面积（YJJBNTMJ）计。</translation>
        </message>
        <message>
            <source>Areas are plane areas in the projection {crs}, not areas on the ellipsoid ({ellipsoid}).</source>
            <translation>面积为投影平面面积（{crs}），不是椭球面积（{ellipsoid}）。</translation>
        </message>
        <message>
            <source>Areas are shares of the recorded patch areas (TBMJ), shared out by area on the ellipsoid ({ellipsoid}); layers in {crs}.</source>
            <translation>面积由图斑面积（TBMJ）按椭球面积（{ellipsoid}）比例分摊；图层坐标系 {crs}。</translation>
        </message>
        <message>
            <source>Areas by batch</source>
            <translation>分批次面积</translation>
        </message>
        <message>
            <source>Areas by county</source>
            <translation>各县面积</translation>
        </message>
        <message>
            <source>Areas by county and land class</source>
            <translation>各县地类面积</translation>
        </message>
        <message>
            <source>Areas by land class</source>
            <translation>地类面积表</translation>
        </message>
        <message>
            <source>Areas by land class, row by row</source>
            <translation>地类面积明细表</translation>
        </message>
        <message>
            <source>Areas by number of cameras</source>
            <translation>按摄像头个数划分的范围</translation>
        </message>
        <message>
            <source>Areas by planned use</source>
            <translation>规划用途面积表</translation>
        </message>
        <message>
            <source>Areas by use and year, the 40 % rule, red lines, boundary, earlier tracts, declared areas: one verdict each</source>
            <translation>按用途和年度的面积、40 % 规则、红线、边界、以往片区、申报面积，逐条给出结论</translation>
        </message>
        <message>
            <source>Areas by village and class in hectares, adjusted to the county's area</source>
            <translation>各村各地类面积汇总表（公顷，已调平到县）</translation>
        </message>
        <message>
            <source>Areas by {field}</source>
            <translation>按 {field} 汇总面积</translation>
        </message>
        <message>
            <source>Areas for a grid of candidates</source>
            <translation>布设候选格网的范围</translation>
        </message>
        <message>
            <source>Areas of each class of a classified raster in each zone, with exact shares of cells</source>
            <translation>按像元精确比例统计各统计单元内分类栅格各类的面积</translation>
        </message>
        <message>
            <source>Areas of each land class in each zone, on the ellipsoid, adding up to the last digit</source>
            <translation>各统计单元的各地类椭球面积，逐级相等到最后一位</translation>
        </message>
        <message>
            <source>Areas of the tracts</source>
            <translation>片区面积</translation>
        </message>
        <message>
            <source>Areas on the ellipsoid ({ellipsoid}), measured in {crs}; villages are balanced to their official area.</source>
            <translation>面积为椭球面积（{ellipsoid}），在 {crs} 中量算；各村平差到其椭球面积。</translation>
        </message>
        <message>
            <source>Areas on the ellipsoid; each zone's shares add up to its number, to the last digit (largest remainder).</source>
            <translation>面积为椭球面积；各区域分摊数之和等于其原数，直到最后一位（最大余数法）。</translation>
        </message>
        <message>
            <source>Areas to cut off, one after the other</source>
            <translation>依次切出的面积</translation>
        </message>
        <message>
            <source>Areas to print</source>
            <translation>出图范围</translation>
        </message>
        <message>
            <source>As 2021-12-31; today where left empty.</source>
            <translation>形如 2021-12-31；留空为今天。</translation>
        </message>
        <message>
            <source>As a share of the picture.</source>
            <translation>占画面的比例。</translation>
        </message>
        <message>
            <source>As above, for the name (DKMC, 地块名称 …).</source>
            <translation>同上，用于地块名称（DKMC、地块名称等）。</translation>
        </message>
        <message>
            <source>As long as a picture is looked at.</source>
            <translation>每个画面停留的时间。</translation>
        </message>
        <message>
            <source>As of</source>
            <translation>统计时点</translation>
        </message>
        <message>
            <source>As one walks from its first to its last point.</source>
            <translation>沿线自首点走向末点。</translation>
        </message>
        <message>
            <source>Asked: {instruction}</source>
            <translation>核查要求：{instruction}</translation>
        </message>
        <message>
            <source>Asking {count} points which cameras see them…</source>
            <translation>正在查找看得见 {count} 个点的摄像头…</translation>
        </message>
        <message>
            <source>At</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>At 1:1,000, 2 m are 2 mm on paper.</source>
            <translation>1:1000 时，2 m 即图上 2 mm。</translation>
        </message>
        <message>
            <source>Azimuth of the sector's middle (°)</source>
            <translation>扇区中心方位角（°）</translation>
        </message>
        <message>
            <source>BD-09 (Baidu)</source>
            <translation>BD-09（百度）</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>后退</translation>
        </message>
        <message>
            <source>Balance</source>
            <translation>平差</translation>
        </message>
        <message>
            <source>Balance (mu)</source>
            <translation>差额（亩）</translation>
        </message>
        <message>
            <source>Balance areas</source>
            <translation>面积平差</translation>
        </message>
        <message>
            <source>Balance by slope grade</source>
            <translation>按坡度级别平衡</translation>
        </message>
        <message>
            <source>Balance by township</source>
            <translation>按乡镇平衡</translation>
        </message>
        <message>
            <source>Balance of cultivated land</source>
            <translation>耕地平衡</translation>
        </message>
        <message>
            <source>Balance to each zone's own area</source>
            <translation>平差到统计单元面积</translation>
        </message>
        <message>
            <source>Balanced</source>
            <translation>平衡</translation>
        </message>
        <message>
            <source>Band</source>
            <translation>波段</translation>
        </message>
        <message>
            <source>Band of the elevation raster</source>
            <translation>高程栅格的波段</translation>
        </message>
        <message>
            <source>Bare ground: without trees and buildings more seems to be seen than is seen.</source>
            <translation>按裸地计算：未考虑树木和房屋，看见的范围偏大。</translation>
        </message>
        <message>
            <source>Base</source>
            <translation>底图</translation>
        </message>
        <message>
            <source>Base map</source>
            <translation>在线底图</translation>
        </message>
        <message>
            <source>Base maps of Tianditu need your office's key: Redline 红线 &gt; Base map… takes it. It is free at console.tianditu.gov.cn.</source>
            <translation>天地图底图需要本单位的密钥：在“Redline 红线 &gt; 在线底图…”中填写。可在 console.tianditu.gov.cn 免费申请。</translation>
        </message>
        <message>
            <source>Base map…</source>
            <translation>在线底图…</translation>
        </message>
        <message>
            <source>Base year</source>
            <translation>基期年</translation>
        </message>
        <message>
            <source>Base year and target year by class of land and sea use, areas and per cent that add up, by township</source>
            <translation>按乡镇列出基期年、目标年各用地用海分类的面积和比例，逐级相等</translation>
        </message>
        <message>
            <source>Basic farmland</source>
            <translation>永久基本农田</translation>
        </message>
        <message>
            <source>Batch</source>
            <translation>批次</translation>
        </message>
        <message>
            <source>Batch name</source>
            <translation>批次名称</translation>
        </message>
        <message>
            <source>Batch number</source>
            <translation>批次编号</translation>
        </message>
        <message>
            <source>Batch overview</source>
            <translation>批次总图</translation>
        </message>
        <message>
            <source>Batch {name}</source>
            <translation>批次 {name}</translation>
        </message>
        <message>
            <source>Batches</source>
            <translation>批次数</translation>
        </message>
        <message>
            <source>Batches against yearly quotas: new construction land, left, rates, the year before, contiguous land, stages</source>
            <translation>批次与年度指标对照：新增建设用地、剩余、比率、上年对比、连片用地、项目阶段</translation>
        </message>
        <message>
            <source>Batches by date</source>
            <translation>批次明细</translation>
        </message>
        <message>
            <source>Batches by date of reporting</source>
            <translation>批次明细（按上报日期）</translation>
        </message>
        <message>
            <source>Batches by kind of approval</source>
            <translation>批次按类型汇总</translation>
        </message>
        <message>
            <source>Batches with year, kind, dates and state; areas come from the shapes.</source>
            <translation>含年度、类型、日期和状态的批次图层；面积由图形计算。</translation>
        </message>
        <message>
            <source>Before</source>
            <translation>变更前</translation>
        </message>
        <message>
            <source>Before acquisition</source>
            <translation>征地前</translation>
        </message>
        <message>
            <source>Before: {before}; after: {after}.</source>
            <translation>变更前：{before}；变更后：{after}。</translation>
        </message>
        <message>
            <source>Beside its areas the feature holds points or lines; they are left out.</source>
            <translation>该要素除面外还含点或线，点和线未读入。</translation>
        </message>
        <message>
            <source>Beside what the raster itself says.</source>
            <translation>在栅格自身设置之外再指定。</translation>
        </message>
        <message>
            <source>Between candidates.</source>
            <translation>候选点之间的距离。</translation>
        </message>
        <message>
            <source>Beyond this only their number is told.</source>
            <translation>超出部分只给出条数。</translation>
        </message>
        <message>
            <source>Blind (ha)</source>
            <translation>盲区（公顷）</translation>
        </message>
        <message>
            <source>Blind area (m²)</source>
            <translation>盲区面积（平方米）</translation>
        </message>
        <message>
            <source>Blind spots</source>
            <translation>盲区</translation>
        </message>
        <message>
            <source>Both layers with township, slope grade and what of each patch counts.</source>
            <translation>两个图层的图斑，带乡镇、坡度级别和计入面积。</translation>
        </message>
        <message>
            <source>Boundaries</source>
            <translation>境界</translation>
        </message>
        <message>
            <source>Boundaries within which tracts must lie</source>
            <translation>片区必须位于其内的边界</translation>
        </message>
        <message>
            <source>Boundary point</source>
            <translation>界址点</translation>
        </message>
        <message>
            <source>Boundary points</source>
            <translation>界址点</translation>
        </message>
        <message>
            <source>Boundary points and neighbours</source>
            <translation>界址点与四至</translation>
        </message>
        <message>
            <source>Boundary survey map of the parcel</source>
            <translation>土地勘测定界图</translation>
        </message>
        <message>
            <source>Boxes of sheets and tables</source>
            <translation>图签与表签</translation>
        </message>
        <message>
            <source>Brings recorded patch areas to the control areas of villages, townships and county, change by change</source>
            <translation>把图斑面积平差到村、乡镇、县控制面积，逐条列出变化</translation>
        </message>
        <message>
            <source>Builds on more than it demolishes</source>
            <translation>建新多于拆旧</translation>
        </message>
        <message>
            <source>Builds on more, and takes more cultivated land</source>
            <translation>建新多于拆旧，占用耕地多于复垦</translation>
        </message>
        <message>
            <source>Built</source>
            <translation>已建成</translation>
        </message>
        <message>
            <source>Built (mu)</source>
            <translation>已建成（亩）</translation>
        </message>
        <message>
            <source>Built land</source>
            <translation>建成用地</translation>
        </message>
        <message>
            <source>Built, not supplied</source>
            <translation>未供先建</translation>
        </message>
        <message>
            <source>Built, not supplied (mu)</source>
            <translation>未供先建（亩）</translation>
        </message>
        <message>
            <source>By</source>
            <translation>统计维度</translation>
        </message>
        <message>
            <source>By batch</source>
            <translation>按批次</translation>
        </message>
        <message>
            <source>By code</source>
            <translation>按代码</translation>
        </message>
        <message>
            <source>By kind, by town, by week and of all: received, done, on time, late, open, overdue, minutes.</source>
            <translation>按业务类型、乡镇、周次和合计统计：受理、办结、按时、超时、在办、超期和用时。</translation>
        </message>
        <message>
            <source>By kind, stage, place and period.</source>
            <translation>按类别、阶段、地点、时段。</translation>
        </message>
        <message>
            <source>By name</source>
            <translation>按名称</translation>
        </message>
        <message>
            <source>By official area on the ellipsoid, to 0.01 m². Or give several areas, or a number of equal parts.</source>
            <translation>按椭球面积，精确到 0.01 平方米。也可给出多个面积，或等分的份数。</translation>
        </message>
        <message>
            <source>By point</source>
            <translation>按点位</translation>
        </message>
        <message>
            <source>By short name</source>
            <translation>按简称</translation>
        </message>
        <message>
            <source>By size: below 100 is km</source>
            <translation>按大小判断：小于 100 为公里</translation>
        </message>
        <message>
            <source>By this name the log of the case file knows you.</source>
            <translation>案卷库的记录用此姓名标明操作人。</translation>
        </message>
        <message>
            <source>By township and source, from alerts to closed cases.</source>
            <translation>按乡镇和来源，从预警到销号。</translation>
        </message>
        <message>
            <source>By use</source>
            <translation>按用途</translation>
        </message>
        <message>
            <source>By village, township and county.</source>
            <translation>按村、乡镇、县。</translation>
        </message>
        <message>
            <source>By year</source>
            <translation>按年度</translation>
        </message>
        <message>
            <source>By year of approval, with the rate of supply.</source>
            <translation>按批准年度，含供地率。</translation>
        </message>
        <message>
            <source>By zone and class: before, gain, loss, net change, after, per cent.</source>
            <translation>按单元和地类：变更前、增加、减少、净变化、变更后、百分比。</translation>
        </message>
        <message>
            <source>By {field}</source>
            <translation>按 {field}</translation>
        </message>
        <message>
            <source>CAD layers</source>
            <translation>CAD 图层</translation>
        </message>
        <message>
            <source>Camera</source>
            <translation>摄像头</translation>
        </message>
        <message>
            <source>Camera and its circle</source>
            <translation>摄像头及覆盖圈</translation>
        </message>
        <message>
            <source>Camera and what it sees</source>
            <translation>摄像头及可视范围</translation>
        </message>
        <message>
            <source>Camera circle</source>
            <translation>覆盖圈</translation>
        </message>
        <message>
            <source>Camera code</source>
            <translation>摄像头编号</translation>
        </message>
        <message>
            <source>Camera coverage</source>
            <translation>高空视频覆盖图</translation>
        </message>
        <message>
            <source>Camera coverage by camera</source>
            <translation>摄像头覆盖情况（按摄像头）</translation>
        </message>
        <message>
            <source>Camera coverage by village</source>
            <translation>摄像头覆盖情况（按村）</translation>
        </message>
        <message>
            <source>Camera coverage of {zone}</source>
            <translation>{zone}高空视频覆盖图</translation>
        </message>
        <message>
            <source>Camera coverage: circles against line of sight</source>
            <translation>摄像头覆盖：覆盖圈与通视对比</translation>
        </message>
        <message>
            <source>Camera points and their radius to true circles and sectors on the ellipsoid</source>
            <translation>由摄像头点位和半径生成椭球面上的真圆和扇形</translation>
        </message>
        <message>
            <source>Camera viewsheds</source>
            <translation>摄像头可视域</translation>
        </message>
        <message>
            <source>Camera {camera} at ({x:.1f}, {y:.1f}) lies outside the elevation raster: use a raster that covers it, or leave the camera out.</source>
            <translation>摄像头 {camera}（{x:.1f}, {y:.1f}）在高程栅格范围之外：请换用覆盖它的栅格，或不参与计算。</translation>
        </message>
        <message>
            <source>Camera {camera} can only be tilted down to {angle} degrees and so sees no ground within {radius} m: check its tilt limit.</source>
            <translation>摄像头 {camera} 最大俯角只有 {angle} 度，{radius} 米之内看不到地面：请检查其俯仰限制。</translation>
        </message>
        <message>
            <source>Camera {camera} has no usable position: give it a point.</source>
            <translation>摄像头 {camera} 没有可用的位置：请为其指定点位。</translation>
        </message>
        <message>
            <source>Camera {camera} has the azimuth {azimuth} and the field of view {value}: the field of view is more than 0 and at most 360 degrees.</source>
            <translation>摄像头 {camera} 的方位角为 {azimuth}、水平视场为 {value}：水平视场应大于 0 且不超过 360 度。</translation>
        </message>
        <message>
            <source>Camera {camera} has the mast height {value}: give a height above the ground in metres, more than 0.</source>
            <translation>摄像头 {camera} 的挂高为 {value}：应为离地高度（米），大于 0。</translation>
        </message>
        <message>
            <source>Camera {camera} has the radius {value}: give a radius in metres, more than 0.</source>
            <translation>摄像头 {camera} 的半径为 {value}：应为米，大于 0。</translation>
        </message>
        <message>
            <source>Camera {camera} is lower than the obstacle in its own cell: it sees next to nothing.</source>
            <translation>摄像头 {camera} 低于其所在像元的遮挡物：几乎什么也看不见。</translation>
        </message>
        <message>
            <source>Camera {camera} lies outside its own window.</source>
            <translation>摄像头 {camera} 在其自身窗口之外。</translation>
        </message>
        <message>
            <source>Camera {camera} sees depressions from {flattest} to {steepest} degrees: give two angles between -90 and 90, the flatter one first.</source>
            <translation>摄像头 {camera} 的俯角范围为 {flattest} 至 {steepest} 度：应为 -90 到 90 之间的两个角，先小后大。</translation>
        </message>
        <message>
            <source>Camera {camera} stands on a cell without elevation (nodata) at ({x:.1f}, {y:.1f}): fill the raster's holes, or leave the camera out.</source>
            <translation>摄像头 {camera}（{x:.1f}, {y:.1f}）位于无高程（无数据）的像元上：请填补栅格空洞，或不参与计算。</translation>
        </message>
        <message>
            <source>Camera {camera} would need more than {count} rings of presets: allow a larger pixel, a wider picture or less overlap.</source>
            <translation>摄像头 {camera} 的预置位将超过 {count} 圈：请放宽像素尺寸、加大视场或减小重叠。</translation>
        </message>
        <message>
            <source>Cameras</source>
            <translation>监控</translation>
        </message>
        <message>
            <source>Cameras (circles, terrain not looked at)</source>
            <translation>监控（按覆盖圈，未考虑地形）</translation>
        </message>
        <message>
            <source>Cameras in sight</source>
            <translation>可见摄像头数</translation>
        </message>
        <message>
            <source>Cameras in whose circle it lies: {names}.</source>
            <translation>所在监控覆盖圈：{names}。</translation>
        </message>
        <message>
            <source>Cameras of vendors are mostly in GCJ-02.</source>
            <translation>厂商提供的摄像头坐标多为 GCJ-02。</translation>
        </message>
        <message>
            <source>Cameras outside the raster or on a cell without data stop the run, or are left out and named.</source>
            <translation>摄像头在栅格之外或位于无数据像元上时，停止运行，或跳过并列出。</translation>
        </message>
        <message>
            <source>Cameras that are there already</source>
            <translation>已有摄像头</translation>
        </message>
        <message>
            <source>Cameras that see the points</source>
            <translation>看得见各点的摄像头</translation>
        </message>
        <message>
            <source>Cameras that see the village</source>
            <translation>可监看本村的摄像头</translation>
        </message>
        <message>
            <source>Cameras whose round is too long</source>
            <translation>轮巡超时的摄像头数</translation>
        </message>
        <message>
            <source>Candidate sites</source>
            <translation>候选点</translation>
        </message>
        <message>
            <source>Candidates</source>
            <translation>候选点数</translation>
        </message>
        <message>
            <source>Case file</source>
            <translation>案卷库</translation>
        </message>
        <message>
            <source>Case file in a database</source>
            <translation>数据库中的案卷库</translation>
        </message>
        <message>
            <source>Case list</source>
            <translation>案件</translation>
        </message>
        <message>
            <source>Case register</source>
            <translation>事项台账统计</translation>
        </message>
        <message>
            <source>Case report</source>
            <translation>案件通报</translation>
        </message>
        <message>
            <source>Case report…</source>
            <translation>案件通报…</translation>
        </message>
        <message>
            <source>Case sheet</source>
            <translation>案卷页</translation>
        </message>
        <message>
            <source>Case sheets</source>
            <translation>案卷页</translation>
        </message>
        <message>
            <source>Case sheets only for</source>
            <translation>只打印这些案卷页</translation>
        </message>
        <message>
            <source>Cases</source>
            <translation>案件数</translation>
        </message>
        <message>
            <source>Cases as a list: judge, push, take back, decide, close</source>
            <translation>案件列表：研判、推送、撤回、认定、销号</translation>
        </message>
        <message>
            <source>Cases by kind</source>
            <translation>各类件数</translation>
        </message>
        <message>
            <source>Cases by period</source>
            <translation>各时段件数</translation>
        </message>
        <message>
            <source>Cases to which you did something</source>
            <translation>本人办理过的案件</translation>
        </message>
        <message>
            <source>Casework</source>
            <translation>案件办理</translation>
        </message>
        <message>
            <source>Casework and registers</source>
            <translation>业务办理与台账</translation>
        </message>
        <message>
            <source>Casework from alerts to closed cases</source>
            <translation>预警至销号办理情况</translation>
        </message>
        <message>
            <source>Casework month by month</source>
            <translation>逐月办理情况</translation>
        </message>
        <message>
            <source>Casework…</source>
            <translation>案件办理…</translation>
        </message>
        <message>
            <source>Cell size (m)</source>
            <translation>像元大小（米）</translation>
        </message>
        <message>
            <source>Cells without elevation</source>
            <translation>无高程像元数</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>变化</translation>
        </message>
        <message>
            <source>Changed area (m²)</source>
            <translation>变化面积（平方米）</translation>
        </message>
        <message>
            <source>Changes</source>
            <translation>变化明细</translation>
        </message>
        <message>
            <source>Check a tract development plan</source>
            <translation>审查成片开发方案</translation>
        </message>
        <message>
            <source>Check against the red lines</source>
            <translation>红线核查</translation>
        </message>
        <message>
            <source>Check layers</source>
            <translation>图层检查</translation>
        </message>
        <message>
            <source>Check of the tract development plan</source>
            <translation>土地征收成片开发方案审查</translation>
        </message>
        <message>
            <source>Check the county's layers</source>
            <translation>检查县域图层</translation>
        </message>
        <message>
            <source>Check the layers afterwards</source>
            <translation>加载后检查图层</translation>
        </message>
        <message>
            <source>Check this against the red lines…</source>
            <translation>核查与红线的关系…</translation>
        </message>
        <message>
            <source>Check this layer for faults…</source>
            <translation>检查此图层的错误…</translation>
        </message>
        <message>
            <source>Checked against</source>
            <translation>对照图层</translation>
        </message>
        <message>
            <source>Checked by</source>
            <translation>审核</translation>
        </message>
        <message>
            <source>Checked zones</source>
            <translation>核查结果</translation>
        </message>
        <message>
            <source>Checking against {layer}…</source>
            <translation>正在核对 {layer}…</translation>
        </message>
        <message>
            <source>Checking the red lines…</source>
            <translation>正在核查红线…</translation>
        </message>
        <message>
            <source>Chiefs</source>
            <translation>田长人数</translation>
        </message>
        <message>
            <source>Chiefs without a patrol</source>
            <translation>未巡田人数</translation>
        </message>
        <message>
            <source>Choose a PostgreSQL connection and its schema.</source>
            <translation>请选择 PostgreSQL 连接及其模式。</translation>
        </message>
        <message>
            <source>Choose a case file</source>
            <translation>选择案卷库</translation>
        </message>
        <message>
            <source>Choose a case file first.</source>
            <translation>请先选择案卷库。</translation>
        </message>
        <message>
            <source>Choose a case.</source>
            <translation>请选择案件。</translation>
        </message>
        <message>
            <source>Choose a folder, a geodatabase or a GeoPackage, or a PostgreSQL connection and its schema.</source>
            <translation>请选择文件夹、地理数据库或 GeoPackage，或者 PostgreSQL 连接及其模式。</translation>
        </message>
        <message>
            <source>Choose a layer to see which of its fields play which part.</source>
            <translation>选择一个图层，查看各字段的作用。</translation>
        </message>
        <message>
            <source>Choose a polygon layer first.</source>
            <translation>请先选择一个面图层。</translation>
        </message>
        <message>
            <source>Choose a robot of the list.</source>
            <translation>请在列表中选择机器人。</translation>
        </message>
        <message>
            <source>Choose at least one layer to check.</source>
            <translation>请至少选择一个要检查的图层。</translation>
        </message>
        <message>
            <source>Choose at least one receiver (RECEIVERS).</source>
            <translation>请至少选择一类接收单位（RECEIVERS）。</translation>
        </message>
        <message>
            <source>Choose files (INPUT) or a folder (FOLDER).</source>
            <translation>请选择文件（INPUT）或文件夹（FOLDER）。</translation>
        </message>
        <message>
            <source>Choose parcel text files (INPUT) or a folder of them (FOLDER).</source>
            <translation>请选择报部坐标 TXT 文件（INPUT）或其所在文件夹（FOLDER）。</translation>
        </message>
        <message>
            <source>Choose the folder or the file in which the county's data lies.</source>
            <translation>请选择县级数据所在的文件夹或文件。</translation>
        </message>
        <message>
            <source>Chosen sites</source>
            <translation>选定点数</translation>
        </message>
        <message>
            <source>Circle or sector</source>
            <translation>圆或扇形</translation>
        </message>
        <message>
            <source>Circles and sectors</source>
            <translation>圆和扇形</translation>
        </message>
        <message>
            <source>Circles or visible areas</source>
            <translation>覆盖圈或可视范围</translation>
        </message>
        <message>
            <source>Class</source>
            <translation>地类</translation>
        </message>
        <message>
            <source>Class after</source>
            <translation>变更后地类</translation>
        </message>
        <message>
            <source>Class before</source>
            <translation>变更前地类</translation>
        </message>
        <message>
            <source>Class code</source>
            <translation>地类编码</translation>
        </message>
        <message>
            <source>Class of the second survey</source>
            <translation>二调地类</translation>
        </message>
        <message>
            <source>Class scheme</source>
            <translation>分类体系</translation>
        </message>
        <message>
            <source>Class scheme of the base year</source>
            <translation>基期年分类体系</translation>
        </message>
        <message>
            <source>Class {code} has no class of planned use in resources/codes/crosswalk_sandiao_ydyh.csv: use a finer class of the survey.</source>
            <translation>地类 {code} 在 resources/codes/crosswalk_sandiao_ydyh.csv 中没有对应的用地用海分类：请使用更细的地类。</translation>
        </message>
        <message>
            <source>Class {code} would become {value} ha when its village is adjusted to {total} ha: check the control area.</source>
            <translation>村面积调平到 {total} 公顷时，地类 {code} 会变成 {value} 公顷：请检查控制面积。</translation>
        </message>
        <message>
            <source>Classes</source>
            <translation>地类</translation>
        </message>
        <message>
            <source>Classes (m²)</source>
            <translation>地类（平方米）</translation>
        </message>
        <message>
            <source>Classes are balanced to each zone's own printed area by largest remainder; equal remainders go to the larger area, then to the earlier row. Before that they were moved by {ppm} millionths at most.</source>
            <translation>各地类面积按最大余数法平差到各统计单元的面积；余数相同时先给面积大的，再给排在前面的。平差前的比例改正最大为百万分之 {ppm}。</translation>
        </message>
        <message>
            <source>Classes are rounded one by one and not balanced; totals are sums of the rounded classes.</source>
            <translation>各地类面积分别四舍五入，未作平差；合计为各数之和。</translation>
        </message>
        <message>
            <source>Classes converted</source>
            <translation>已转换的地类</translation>
        </message>
        <message>
            <source>Classes count only with a layer of land use: choose one, or leave the classes empty.</source>
            <translation>指定地类需要土地利用图层：请选择图层，或将地类留空。</translation>
        </message>
        <message>
            <source>Classes in neither survey</source>
            <translation>两次调查中都没有的地类</translation>
        </message>
        <message>
            <source>Classes of the land use, parted by commas, with those below them; a weight may follow a colon: 0701:3, 0702. All patches count alike where left empty.</source>
            <translation>土地利用的地类编码，用逗号分隔，包括其下级地类；冒号后可写权重：0701:3, 0702。留空时所有图斑同等计入。</translation>
        </message>
        <message>
            <source>Classes of today</source>
            <translation>现行地类</translation>
        </message>
        <message>
            <source>Classes that are not decided stand apart in the structure table; decide them in a CSV: {columns}.</source>
            <translation>未决定的地类在结构表中单列；请用 CSV 决定：{columns}。</translation>
        </message>
        <message>
            <source>Classes that count</source>
            <translation>计入的地类</translation>
        </message>
        <message>
            <source>Classes then add up to the zone's printed area; without it each number is rounded by itself.</source>
            <translation>平差后各地类之和等于单元面积；不平差时各数分别四舍五入。</translation>
        </message>
        <message>
            <source>Classes, codes, geometry, overlaps, gaps, areas: in the background.</source>
            <translation>检查地类、代码、几何、重叠、缝隙和面积，在后台进行。</translation>
        </message>
        <message>
            <source>Classes: {scheme}.</source>
            <translation>地类：{scheme}。</translation>
        </message>
        <message>
            <source>Clear</source>
            <translation>符合</translation>
        </message>
        <message>
            <source>Click the corners of the land; right click ends, Esc begins anew.</source>
            <translation>依次单击范围的拐点；右键结束，Esc 重新开始。</translation>
        </message>
        <message>
            <source>Click the corners; right click ends the polygon, Esc starts anew.</source>
            <translation>单击各角点，右键结束，Esc 重画。</translation>
        </message>
        <message>
            <source>Click the parcel, point to the side from which it is cut, click again. Shift: steps of 15°. Ctrl: parallel to the line at the mouse.</source>
            <translation>单击地块，指向要切出的一侧，再次单击。按住 Shift：每 15° 一档；按住 Ctrl：与鼠标处的线平行。</translation>
        </message>
        <message>
            <source>Click the place of the alert; the right button ends.</source>
            <translation>请点击线索所在位置；右键结束。</translation>
        </message>
        <message>
            <source>Click: show this class's pieces on the map</source>
            <translation>点击：在地图上显示该地类的图斑</translation>
        </message>
        <message>
            <source>Clockwise from north, of the middle of the sector. Without it, or where it is empty, a whole circle.</source>
            <translation>扇形中线自正北起顺时针的角度。不指定或为空时为整圆。</translation>
        </message>
        <message>
            <source>Clockwise from true north. Matters where the field of view is less than 360.</source>
            <translation>从真北顺时针计。水平视场小于 360 时有用。</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Close the case</source>
            <translation>销号</translation>
        </message>
        <message>
            <source>Closed</source>
            <translation>已销号</translation>
        </message>
        <message>
            <source>Closed cases</source>
            <translation>已销号案件</translation>
        </message>
        <message>
            <source>Closed of suspected</source>
            <translation>疑似案件销号率</translation>
        </message>
        <message>
            <source>Code</source>
            <translation>代码</translation>
        </message>
        <message>
            <source>Code of 用地用海. Found by name (YDYHFLDM …) where left empty.</source>
            <translation>用地用海分类代码。留空时按名称（YDYHFLDM 等）查找。</translation>
        </message>
        <message>
            <source>Code or name; the first 9 digits of the village code where left empty.</source>
            <translation>代码或名称；留空则取村代码前 9 位。</translation>
        </message>
        <message>
            <source>Codes parted by commas, a first level stands for all its classes; 01 where left empty.</source>
            <translation>地类编码，用逗号隔开，一级类代表其下全部地类；留空为 01。</translation>
        </message>
        <message>
            <source>Collective</source>
            <translation>集体</translation>
        </message>
        <message>
            <source>Colours</source>
            <translation>颜色</translation>
        </message>
        <message>
            <source>Column {name} has {count} values for {polygons} polygons.</source>
            <translation>列 {name} 有 {count} 个值，而多边形有 {polygons} 个。</translation>
        </message>
        <message>
            <source>Common points</source>
            <translation>公共点</translation>
        </message>
        <message>
            <source>Common points: {count} are given, two different ones are the least.</source>
            <translation>公共点：给出了 {count} 个，至少需要两个不同的点。</translation>
        </message>
        <message>
            <source>Comparing {before} patches with {after}…</source>
            <translation>正在比较 {before} 个与 {after} 个图斑…</translation>
        </message>
        <message>
            <source>Computed (1:10,000) where left empty.</source>
            <translation>留空时自动计算（1:10000）。</translation>
        </message>
        <message>
            <source>Construction land</source>
            <translation>建设用地</translation>
        </message>
        <message>
            <source>Construction land (mu)</source>
            <translation>建设用地（亩）</translation>
        </message>
        <message>
            <source>Contents</source>
            <translation>目录</translation>
        </message>
        <message>
            <source>Contiguous land</source>
            <translation>连片用地</translation>
        </message>
        <message>
            <source>Contiguous land above the threshold</source>
            <translation>达到限值的连片用地</translation>
        </message>
        <message>
            <source>Contiguous land from (mu)</source>
            <translation>连片用地限值（亩）</translation>
        </message>
        <message>
            <source>Contiguous zones</source>
            <translation>连片用地处数</translation>
        </message>
        <message>
            <source>Contracts</source>
            <translation>合同</translation>
        </message>
        <message>
            <source>Contracts with an overdue start or finish</source>
            <translation>逾期未开工、未竣工的合同</translation>
        </message>
        <message>
            <source>Control area given</source>
            <translation>原控制面积</translation>
        </message>
        <message>
            <source>Control area of the county (m²)</source>
            <translation>县控制面积（平方米）</translation>
        </message>
        <message>
            <source>Control area settled</source>
            <translation>平差后控制面积</translation>
        </message>
        <message>
            <source>Control areas</source>
            <translation>控制面积</translation>
        </message>
        <message>
            <source>Control areas of villages</source>
            <translation>村控制面积</translation>
        </message>
        <message>
            <source>Convert old land classes</source>
            <translation>二调地类转换</translation>
        </message>
        <message>
            <source>Converted land use</source>
            <translation>转换后的地类图斑</translation>
        </message>
        <message>
            <source>Coordinate system</source>
            <translation>坐标系</translation>
        </message>
        <message>
            <source>Coordinate system of the result</source>
            <translation>成果坐标系</translation>
        </message>
        <message>
            <source>Coordinate system of the run</source>
            <translation>本次采用坐标系</translation>
        </message>
        <message>
            <source>Coordinate system on paper</source>
            <translation>成果坐标系</translation>
        </message>
        <message>
            <source>Coordinate system, where the file does not tell it</source>
            <translation>坐标系（文件没有说明时）</translation>
        </message>
        <message>
            <source>Coordinates in GCJ-02 (Amap, Tencent) or BD-09 (Baidu) to their true place</source>
            <translation>把 GCJ-02（高德、腾讯）或 BD-09（百度）坐标还原到真实位置</translation>
        </message>
        <message>
            <source>Coordinates were read as degrees, minutes and seconds (ddd.mmss).</source>
            <translation>坐标按度分秒（ddd.mmss）读取。</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Copy as table</source>
            <translation>复制为表格</translation>
        </message>
        <message>
            <source>Corrected layer</source>
            <translation>纠偏后的图层</translation>
        </message>
        <message>
            <source>Counted</source>
            <translation>计入</translation>
        </message>
        <message>
            <source>Counted (mu)</source>
            <translation>计入（亩）</translation>
        </message>
        <message>
            <source>Counted zones</source>
            <translation>统计结果</translation>
        </message>
        <message>
            <source>Counties</source>
            <translation>县数</translation>
        </message>
        <message>
            <source>Counties left out</source>
            <translation>未计入的县</translation>
        </message>
        <message>
            <source>Counting cells under {zones} zones…</source>
            <translation>正在统计 {zones} 个统计单元内的像元…</translation>
        </message>
        <message>
            <source>Counting how often each cell is looked at…</source>
            <translation>正在统计各像元被看到的次数…</translation>
        </message>
        <message>
            <source>Counts</source>
            <translation>计数表</translation>
        </message>
        <message>
            <source>Counts as accepted at the next opening, or after the cut-off of the day before.</source>
            <translation>视为下次开门时受理，或视为前一工作日截止时间之后受理。</translation>
        </message>
        <message>
            <source>Counts points by village, parcel or any zone, and sums up their numeric fields</source>
            <translation>按村、地块等统计点数，并对数值字段求和</translation>
        </message>
        <message>
            <source>Counts with its legal area (YJJBNTMJ) where it has one.</source>
            <translation>有 YJJBNTMJ 时按永久基本农田面积计。</translation>
        </message>
        <message>
            <source>County</source>
            <translation>县级行政区</translation>
        </message>
        <message>
            <source>County boundary</source>
            <translation>县界</translation>
        </message>
        <message>
            <source>County field chief</source>
            <translation>县级田长</translation>
        </message>
        <message>
            <source>County layers</source>
            <translation>县域图层</translation>
        </message>
        <message>
            <source>County table</source>
            <translation>县级汇总表</translation>
        </message>
        <message>
            <source>County {county} is not counted: {reason}</source>
            <translation>{county} 未计入：{reason}</translation>
        </message>
        <message>
            <source>Coverage</source>
            <translation>覆盖统计</translation>
        </message>
        <message>
            <source>Coverage by camera</source>
            <translation>按摄像头覆盖表</translation>
        </message>
        <message>
            <source>Coverage by township</source>
            <translation>各乡镇覆盖统计</translation>
        </message>
        <message>
            <source>Coverage by village</source>
            <translation>按村覆盖表</translation>
        </message>
        <message>
            <source>Coverage by village and township</source>
            <translation>各村、乡镇覆盖统计表</translation>
        </message>
        <message>
            <source>Coverage circle</source>
            <translation>覆盖圈</translation>
        </message>
        <message>
            <source>Coverage circles</source>
            <translation>覆盖圈</translation>
        </message>
        <message>
            <source>Coverage circles or visible areas</source>
            <translation>覆盖圈或可视域</translation>
        </message>
        <message>
            <source>Coverage report of the cameras</source>
            <translation>摄像头覆盖报告</translation>
        </message>
        <message>
            <source>Coverage tally</source>
            <translation>覆盖率统计</translation>
        </message>
        <message>
            <source>Covered</source>
            <translation>已覆盖</translation>
        </message>
        <message>
            <source>Covered (ha)</source>
            <translation>覆盖面积（公顷）</translation>
        </message>
        <message>
            <source>Covered and blind area of villages and farmland, by how many cameras each is seen, blind spots as a layer</source>
            <translation>村和永久基本农田的覆盖与盲区面积、被几个摄像头看到、盲区图层</translation>
        </message>
        <message>
            <source>Covered at least {times} times</source>
            <translation>至少 {times} 次覆盖</translation>
        </message>
        <message>
            <source>Covered twice (deducted)</source>
            <translation>重叠（扣除）</translation>
        </message>
        <message>
            <source>Covered villages</source>
            <translation>村覆盖情况</translation>
        </message>
        <message>
            <source>Create case file</source>
            <translation>建立案卷库</translation>
        </message>
        <message>
            <source>Create county workspace</source>
            <translation>建立县级工作空间</translation>
        </message>
        <message>
            <source>Cultivated land</source>
            <translation>耕地</translation>
        </message>
        <message>
            <source>Cultivated land (mu)</source>
            <translation>耕地（亩）</translation>
        </message>
        <message>
            <source>Cultivated land given up against land gained: in and out balance or replacement, by township and slope</source>
            <translation>耕地减少与增加对照：进出平衡或占补平衡，按乡镇和坡度</translation>
        </message>
        <message>
            <source>Cultivated land that is made of the parcel; all of it where left empty.</source>
            <translation>该地块复垦成的耕地；留空为整个地块。</translation>
        </message>
        <message>
            <source>Cultivated land that is turned out, or occupied by building.</source>
            <translation>转出的或建设占用的耕地。</translation>
        </message>
        <message>
            <source>Current land use</source>
            <translation>土地利用现状图</translation>
        </message>
        <message>
            <source>Current land use of {zone}</source>
            <translation>{zone}土地利用现状图</translation>
        </message>
        <message>
            <source>Current use</source>
            <translation>土地利用现状</translation>
        </message>
        <message>
            <source>Curve</source>
            <translation>增益曲线</translation>
        </message>
        <message>
            <source>Cut an exact area off a parcel on the map</source>
            <translation>在地图上从地块精确切出指定面积</translation>
        </message>
        <message>
            <source>Cut off: {area} m² = {mu} mu. Left: {rest} m².</source>
            <translation>已切出 {area} 平方米，合 {mu} 亩；剩余 {rest} 平方米。</translation>
        </message>
        <message>
            <source>Cut-off</source>
            <translation>截止时间</translation>
        </message>
        <message>
            <source>Cut-off {time}</source>
            <translation>截止时间 {time}</translation>
        </message>
        <message>
            <source>Cuts exact official areas or equal parts off each parcel, on a given side or parallel to a line</source>
            <translation>从每个地块的指定一侧或平行于一条线，精确切出指定的椭球面积或等分</translation>
        </message>
        <message>
            <source>Cutting the pieces…</source>
            <translation>正在生成碎块图形…</translation>
        </message>
        <message>
            <source>Damaged file</source>
            <translation>文件损坏</translation>
        </message>
        <message>
            <source>Dashboard</source>
            <translation>总览</translation>
        </message>
        <message>
            <source>Data folder</source>
            <translation>数据目录</translation>
        </message>
        <message>
            <source>Date</source>
            <translation>日期</translation>
        </message>
        <message>
            <source>Date of data</source>
            <translation>数据时点</translation>
        </message>
        <message>
            <source>Date of the data</source>
            <translation>数据日期</translation>
        </message>
        <message>
            <source>Date of the dossier</source>
            <translation>成果日期</translation>
        </message>
        <message>
            <source>Date of the sheets</source>
            <translation>制图日期</translation>
        </message>
        <message>
            <source>Datum shifts (Xian 80, Beijing 54, local systems)</source>
            <translation>基准转换参数（西安80、北京54、地方坐标系）</translation>
        </message>
        <message>
            <source>Deadlines</source>
            <translation>时限表</translation>
        </message>
        <message>
            <source>Decided as</source>
            <translation>已决定为</translation>
        </message>
        <message>
            <source>Decimals</source>
            <translation>小数位数</translation>
        </message>
        <message>
            <source>Decimals of hectares</source>
            <translation>公顷小数位</translation>
        </message>
        <message>
            <source>Decimals of mu</source>
            <translation>亩小数位</translation>
        </message>
        <message>
            <source>Decimals of square metres</source>
            <translation>平方米小数位</translation>
        </message>
        <message>
            <source>Decimals of the coordinates</source>
            <translation>坐标小数位数</translation>
        </message>
        <message>
            <source>Decisions</source>
            <translation>认定结果</translation>
        </message>
        <message>
            <source>Decisions on open classes</source>
            <translation>待细分地类决定表</translation>
        </message>
        <message>
            <source>Declared area (ha)</source>
            <translation>申报面积（公顷）</translation>
        </message>
        <message>
            <source>Declared area by use (largest difference)</source>
            <translation>各用途申报面积（最大差异）</translation>
        </message>
        <message>
            <source>Declared area of the tract</source>
            <translation>片区申报面积</translation>
        </message>
        <message>
            <source>Declared area to be acquired</source>
            <translation>拟征收申报面积</translation>
        </message>
        <message>
            <source>Declared {declared} ha, computed {computed} ha.</source>
            <translation>申报 {declared} 公顷，计算 {computed} 公顷。</translation>
        </message>
        <message>
            <source>Declination (°)</source>
            <translation>磁偏角（°）</translation>
        </message>
        <message>
            <source>Deduct field ridges</source>
            <translation>扣除田坎</translation>
        </message>
        <message>
            <source>Deduction</source>
            <translation>扣除面积</translation>
        </message>
        <message>
            <source>Degrees clockwise from the grid's north: 0 the northern part, 90 the eastern. A line goes before it.</source>
            <translation>自坐标北顺时针的度数：0 为北部，90 为东部。给出切线时以切线为准。</translation>
        </message>
        <message>
            <source>Degrees, clockwise. Found by name (pan …) where left empty.</source>
            <translation>度，顺时针。留空则按名称（pan 等）自动查找。</translation>
        </message>
        <message>
            <source>Degrees. Found by name (tilt …) where left empty.</source>
            <translation>度。留空则按名称（tilt 等）自动查找。</translation>
        </message>
        <message>
            <source>Demolished (mu)</source>
            <translation>拆旧（亩）</translation>
        </message>
        <message>
            <source>Demolition</source>
            <translation>拆旧</translation>
        </message>
        <message>
            <source>Demolition parcels</source>
            <translation>拆旧地块</translation>
        </message>
        <message>
            <source>Dialect table {file}, line {line}: there is no key {key}.</source>
            <translation>格式表 {file} 第 {line} 行：没有键 {key}。</translation>
        </message>
        <message>
            <source>Dialect table {file}: the parcel line must end with @.</source>
            <translation>格式表 {file}：地块行必须以 @ 结尾。</translation>
        </message>
        <message>
            <source>Dialect table {file}: the point line needs {wanted}, and side lengths only with plane coordinates.</source>
            <translation>格式表 {file}：坐标行须含 {wanted}；只有平面坐标才能带边长。</translation>
        </message>
        <message>
            <source>Dialect table {file}: {key} is {value}, but must be a whole number up to {most}.</source>
            <translation>格式表 {file}：{key} 的值为 {value}，应为不大于 {most} 的整数。</translation>
        </message>
        <message>
            <source>Dialect table {file}: {key} is {value}, but must be one of {choices}.</source>
            <translation>格式表 {file}：{key} 的值为 {value}，只能是 {choices} 之一。</translation>
        </message>
        <message>
            <source>Dialect table {file}: {place} in {words} means nothing; known are {known}.</source>
            <translation>格式表 {file}：{words} 中的 {place} 没有含义；可用的有 {known}。</translation>
        </message>
        <message>
            <source>Dialect {dialect} wants longitude and latitude: give the parcels in EPSG:4490.</source>
            <translation>格式 {dialect} 需要经纬度：请以 EPSG:4490 提供地块。</translation>
        </message>
        <message>
            <source>Dialect {dialect} wants plane coordinates, but the parcels are in degrees ({crs}): reproject them to their Gauss-Krüger zone first.</source>
            <translation>格式 {dialect} 需要平面坐标，而地块为经纬度（{crs}）：请先转换到所在的高斯—克吕格投影带。</translation>
        </message>
        <message>
            <source>Dialect {dialect} would write degrees with {decimals} decimals, which are metres on the ground: give at least {least}.</source>
            <translation>格式 {dialect} 的经纬度只有 {decimals} 位小数，在地面上误差达数米：请至少取 {least} 位。</translation>
        </message>
        <message>
            <source>Difference</source>
            <translation>差值</translation>
        </message>
        <message>
            <source>Difference that was shared out (m²)</source>
            <translation>分配的差值（平方米）</translation>
        </message>
        <message>
            <source>DingTalk robot</source>
            <translation>钉钉机器人</translation>
        </message>
        <message>
            <source>Direction of the rings</source>
            <translation>各圈的方向</translation>
        </message>
        <message>
            <source>Distance</source>
            <translation>距离</translation>
        </message>
        <message>
            <source>Distance (m)</source>
            <translation>距离（米）</translation>
        </message>
        <message>
            <source>Distance to it (m)</source>
            <translation>最近距离（米）</translation>
        </message>
        <message>
            <source>Divides each parcel into so many parts of the same official area.</source>
            <translation>把每个地块分成这么多份，椭球面积相等。</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>办结</translation>
        </message>
        <message>
            <source>Drag a vertex</source>
            <translation>拖动节点</translation>
        </message>
        <message>
            <source>Drag a vertex of a polygon of the layer in editing.</source>
            <translation>拖动处于编辑状态的图层中图形的节点。</translation>
        </message>
        <message>
            <source>Draw a polygon</source>
            <translation>绘制范围</translation>
        </message>
        <message>
            <source>Drawings are loaded as lines and texts ({count}: {files}): closed lines become parcels by “Import parcels”.</source>
            <translation>CAD 图形按线和注记加载（{count} 个：{files}）；其中的闭合线用“导入地块”成为地块。</translation>
        </message>
        <message>
            <source>Drawn by</source>
            <translation>制图</translation>
        </message>
        <message>
            <source>Drawn polygon</source>
            <translation>绘制的范围</translation>
        </message>
        <message>
            <source>Drone</source>
            <translation>无人机</translation>
        </message>
        <message>
            <source>Due</source>
            <translation>应办结时间</translation>
        </message>
        <message>
            <source>Duplicates</source>
            <translation>重复件</translation>
        </message>
        <message>
            <source>EPSG:{code} is no coordinate system that QGIS knows.</source>
            <translation>QGIS 不认识坐标系 EPSG:{code}。</translation>
        </message>
        <message>
            <source>EPSG:{epsg} is neither a projected nor a geographic coordinate reference system: transform the layer to CGCS2000.</source>
            <translation>EPSG:{epsg} 既不是投影坐标系，也不是地理坐标系：请把图层转换到 CGCS2000。</translation>
        </message>
        <message>
            <source>EPSG:{epsg} is no CGCS2000 system, and pyproj, which knows the others, is missing: install it (pip install pyproj), or transform the layer to CGCS2000.</source>
            <translation>EPSG:{epsg} 不是 CGCS2000 坐标系，其他坐标系要靠 pyproj，而它没有安装：请安装（pip install pyproj），或把图层转换到 CGCS2000。</translation>
        </message>
        <message>
            <source>EPSG:{epsg} is no known coordinate reference system.</source>
            <translation>没有 EPSG:{epsg} 这个坐标系。</translation>
        </message>
        <message>
            <source>Each file with its due time, what became of it, and open minutes.</source>
            <translation>每件业务的应办结时间、办理结果和办公分钟数。</translation>
        </message>
        <message>
            <source>Each patch by township, class and slope grade.</source>
            <translation>每个图斑按乡镇、地类、坡度级别列出。</translation>
        </message>
        <message>
            <source>Each row with the place that it was joined to, how, or why not.</source>
            <translation>逐行列出挂接到哪个地点、怎样挂上、为何没挂上。</translation>
        </message>
        <message>
            <source>Each stage against the same days of the year before.</source>
            <translation>各环节与上年同期对比。</translation>
        </message>
        <message>
            <source>Each zone's matrix is rounded so that it adds up in both directions and to the zone's own area; sums are sums of printed numbers.</source>
            <translation>各单元的矩阵同时取整，行、列及单元面积均相等；合计为所列数字之和。</translation>
        </message>
        <message>
            <source>Earlier tracts</source>
            <translation>以往片区</translation>
        </message>
        <message>
            <source>East</source>
            <translation>东</translation>
        </message>
        <message>
            <source>East (m)</source>
            <translation>东坐标（米）</translation>
        </message>
        <message>
            <source>East is positive; turns azimuths that are against magnetic north. Some −6° in western Shandong.</source>
            <translation>东偏为正；用于换算磁北方位角。鲁西约为 −6°。</translation>
        </message>
        <message>
            <source>East, then (m)</source>
            <translation>转换后东坐标（米）</translation>
        </message>
        <message>
            <source>Ecological red line</source>
            <translation>生态保护红线</translation>
        </message>
        <message>
            <source>Edges of a whole circle</source>
            <translation>整圆边数</translation>
        </message>
        <message>
            <source>Elevation of the ground (m)</source>
            <translation>地面高程（米）</translation>
        </message>
        <message>
            <source>Elevation of the lens (m)</source>
            <translation>镜头高程（米）</translation>
        </message>
        <message>
            <source>Elevation raster</source>
            <translation>高程栅格</translation>
        </message>
        <message>
            <source>Ellipsoid</source>
            <translation>椭球</translation>
        </message>
        <message>
            <source>Elsewhere than the other layers</source>
            <translation>与其他图层不在一处</translation>
        </message>
        <message>
            <source>Enclosed by the points</source>
            <translation>界址线</translation>
        </message>
        <message>
            <source>Enclosed by the points {points}.</source>
            <translation>由界址点 {points} 围成。</translation>
        </message>
        <message>
            <source>Encoding</source>
            <translation>编码</translation>
        </message>
        <message>
            <source>Encoding of the parcel text file</source>
            <translation>报部坐标文件编码</translation>
        </message>
        <message>
            <source>End of the same day</source>
            <translation>当日终点</translation>
        </message>
        <message>
            <source>Enforcement squadron</source>
            <translation>执法中队</translation>
        </message>
        <message>
            <source>Error ellipses</source>
            <translation>误差椭圆</translation>
        </message>
        <message>
            <source>Error of pan (°)</source>
            <translation>水平角误差（°）</translation>
        </message>
        <message>
            <source>Error of the elevation (m)</source>
            <translation>高程误差（米）</translation>
        </message>
        <message>
            <source>Error of the height (m)</source>
            <translation>高度误差（米）</translation>
        </message>
        <message>
            <source>Error of tilt (°)</source>
            <translation>俯仰角误差（°）</translation>
        </message>
        <message>
            <source>Error to either side (m)</source>
            <translation>左右误差（米）</translation>
        </message>
        <message>
            <source>Errors</source>
            <translation>错误数</translation>
        </message>
        <message>
            <source>Errors only</source>
            <translation>只看错误</translation>
        </message>
        <message>
            <source>Errors: {errors}, warnings: {warnings}</source>
            <translation>错误 {errors} 条，警告 {warnings} 条</translation>
        </message>
        <message>
            <source>Event</source>
            <translation>事项</translation>
        </message>
        <message>
            <source>Every area is the overlay of the layers on the ellipsoid; the parts of a parcel add up to it. Rate of supply = supplied / approved.</source>
            <translation>面积均由图层套合、按椭球面积量算，一个地块的各部分之和等于地块面积。供地率 = 已供应 ÷ 已批准。</translation>
        </message>
        <message>
            <source>Every batch counts against the quota as a whole: give the land use (LANDUSE), so that existing construction land uses none.</source>
            <translation>每个批次按整个面积占用指标：请给出地类图斑（LANDUSE），存量建设用地即不占指标。</translation>
        </message>
        <message>
            <source>Every parcel belongs to a tract</source>
            <translation>每个地块属于某个片区</translation>
        </message>
        <message>
            <source>Every parcel with its areas.</source>
            <translation>逐块列出面积。</translation>
        </message>
        <message>
            <source>Every patch whose area changed.</source>
            <translation>面积有变化的每个图斑。</translation>
        </message>
        <message>
            <source>Every project has a year</source>
            <translation>每个项目有实施年份</translation>
        </message>
        <message>
            <source>Every promise that is past and not kept, the oldest first.</source>
            <translation>已过时限仍未完成的每一项，最早的在前。</translation>
        </message>
        <message>
            <source>Everything else that can happen to the case</source>
            <translation>该案件可进行的其他办理</translation>
        </message>
        <message>
            <source>Everything in it and below it, beside those above; in a batch, one folder for each row.</source>
            <translation>其中及下级的全部文件，与上面所选一并读入；批处理时每行一个文件夹。</translation>
        </message>
        <message>
            <source>Evidence</source>
            <translation>举证</translation>
        </message>
        <message>
            <source>Evidence (not valid: {reason})</source>
            <translation>举证（无效：{reason}）</translation>
        </message>
        <message>
            <source>Evidence given</source>
            <translation>已举证</translation>
        </message>
        <message>
            <source>Evidence taken</source>
            <translation>收入举证数</translation>
        </message>
        <message>
            <source>Exactly at the cut-off</source>
            <translation>恰好在截止时间受理</translation>
        </message>
        <message>
            <source>Existing construction land</source>
            <translation>原有建设用地</translation>
        </message>
        <message>
            <source>Existing construction land (mu)</source>
            <translation>存量建设用地（亩）</translation>
        </message>
        <message>
            <source>Export parcel text files</source>
            <translation>导出报部坐标 TXT</translation>
        </message>
        <message>
            <source>Export parcels</source>
            <translation>导出地块</translation>
        </message>
        <message>
            <source>Export settings</source>
            <translation>导出设置</translation>
        </message>
        <message>
            <source>Export settings…</source>
            <translation>导出设置…</translation>
        </message>
        <message>
            <source>Export the table</source>
            <translation>导出表格</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>导出…</translation>
        </message>
        <message>
            <source>FARMLAND_CLASSES: {codes} are not classes of {scheme}.</source>
            <translation>FARMLAND_CLASSES：{codes} 不是{scheme}的地类。</translation>
        </message>
        <message>
            <source>FROM {begin} is not before TO {end}: correct one.</source>
            <translation>起始时刻 {begin} 不早于截止时刻 {end}：请更正其一。</translation>
        </message>
        <message>
            <source>Fail</source>
            <translation>不符合</translation>
        </message>
        <message>
            <source>False alarm</source>
            <translation>误报</translation>
        </message>
        <message>
            <source>False alarms</source>
            <translation>误报</translation>
        </message>
        <message>
            <source>Far end of the error (m), empty where open</source>
            <translation>误差远端（米），不封闭时为空</translation>
        </message>
        <message>
            <source>Farming population</source>
            <translation>农业人口（人）</translation>
        </message>
        <message>
            <source>Farmland</source>
            <translation>耕地</translation>
        </message>
        <message>
            <source>Farmland (legal area)</source>
            <translation>永久基本农田面积</translation>
        </message>
        <message>
            <source>Farmland (legal area, m²)</source>
            <translation>永久基本农田面积（平方米）</translation>
        </message>
        <message>
            <source>Farmland acquired</source>
            <translation>征收耕地</translation>
        </message>
        <message>
            <source>Farmland before</source>
            <translation>征地前耕地</translation>
        </message>
        <message>
            <source>Farmland by village is the sum of {field} of layer {layer}, by the village code in {code}.</source>
            <translation>村耕地为图层 {layer} 中 {field} 按 {code} 村代码的合计。</translation>
        </message>
        <message>
            <source>Farmland classes</source>
            <translation>耕地地类</translation>
        </message>
        <message>
            <source>Farmland counts with its area less field ridges (field {field}).</source>
            <translation>永久基本农田按图斑面积扣除田坎计（字段 {field}）。</translation>
        </message>
        <message>
            <source>Farmland counts with its legal area (field {field}), spread evenly over each patch.</source>
            <translation>耕地按永久基本农田面积（字段 {field}）计，在图斑内均匀分摊。</translation>
        </message>
        <message>
            <source>Farmland counts with its own area on the ellipsoid: it has no field of legal area.</source>
            <translation>耕地图层没有永久基本农田面积字段，按图斑椭球面积计。</translation>
        </message>
        <message>
            <source>Farmland lost to construction</source>
            <translation>流向建设用地的耕地</translation>
        </message>
        <message>
            <source>Farmland lost to construction (m²)</source>
            <translation>流向建设用地的耕地面积（平方米）</translation>
        </message>
        <message>
            <source>Farmland occupied (ha)</source>
            <translation>占用耕地（公顷）</translation>
        </message>
        <message>
            <source>Farmland per head</source>
            <translation>人均耕地</translation>
        </message>
        <message>
            <source>Farmland per head = farmland of the village / farming population; people to be resettled = farmland acquired / farmland per head before, rounded up.</source>
            <translation>人均耕地 = 村耕地 ÷ 农业人口；需安置人口 = 征收耕地 ÷ 征地前人均耕地，向上取整。</translation>
        </message>
        <message>
            <source>Farmland seen (legal area, m²)</source>
            <translation>看见的永久基本农田面积（平方米）</translation>
        </message>
        <message>
            <source>Farthest from the spot (m)</source>
            <translation>距图斑最远（米）</translation>
        </message>
        <message>
            <source>Faults of the layers and parcels on red lines, as a list to work through</source>
            <translation>图层问题和压占红线的地块，列成清单逐条处理</translation>
        </message>
        <message>
            <source>Feature</source>
            <translation>要素</translation>
        </message>
        <message>
            <source>Feature id</source>
            <translation>要素号</translation>
        </message>
        <message>
            <source>Features</source>
            <translation>要素数</translation>
        </message>
        <message>
            <source>Features left as they were</source>
            <translation>未改动的要素</translation>
        </message>
        <message>
            <source>Features left out</source>
            <translation>未采用要素数</translation>
        </message>
        <message>
            <source>Features left out: {count}</source>
            <translation>未采用要素：{count} 个</translation>
        </message>
        <message>
            <source>Features moved</source>
            <translation>已移动的要素</translation>
        </message>
        <message>
            <source>Field</source>
            <translation>字段</translation>
        </message>
        <message>
            <source>Field (m²)</source>
            <translation>视场面积（平方米）</translation>
        </message>
        <message>
            <source>Field chief</source>
            <translation>田长上报</translation>
        </message>
        <message>
            <source>Field chief of {village}</source>
            <translation>{village}田长</translation>
        </message>
        <message>
            <source>Field chiefs</source>
            <translation>田长</translation>
        </message>
        <message>
            <source>Field chiefs by village</source>
            <translation>各村田长</translation>
        </message>
        <message>
            <source>Field chiefs of the village</source>
            <translation>村的田长</translation>
        </message>
        <message>
            <source>Field of view (°)</source>
            <translation>水平视场（°）</translation>
        </message>
        <message>
            <source>Field packages</source>
            <translation>外业包</translation>
        </message>
        <message>
            <source>Field ridges are deducted from their class by the ridge coefficient (KCXS) and shown as a class.</source>
            <translation>田坎已按扣除系数（KCXS）从所在地类中扣除，单列为一个地类。</translation>
        </message>
        <message>
            <source>Field ridges are taken out of their class by the coefficient (KCXS).</source>
            <translation>田坎已按扣除系数（KCXS）从地类中扣除。</translation>
        </message>
        <message>
            <source>Field that says public benefit</source>
            <translation>公益性字段</translation>
        </message>
        <message>
            <source>Field that says to be acquired</source>
            <translation>拟征收字段</translation>
        </message>
        <message>
            <source>Field that says whether construction land has a legal source</source>
            <translation>建设用地有无合法来源字段</translation>
        </message>
        <message>
            <source>Field with pan</source>
            <translation>水平角字段</translation>
        </message>
        <message>
            <source>Field with the agreed finish</source>
            <translation>约定竣工时间字段</translation>
        </message>
        <message>
            <source>Field with the agreed start</source>
            <translation>约定开工时间字段</translation>
        </message>
        <message>
            <source>Field with the alert's camera</source>
            <translation>预警的摄像头字段</translation>
        </message>
        <message>
            <source>Field with the area (ha)</source>
            <translation>面积字段（公顷）</translation>
        </message>
        <message>
            <source>Field with the azimuth</source>
            <translation>方位角字段</translation>
        </message>
        <message>
            <source>Field with the azimuth (°)</source>
            <translation>方位角字段（°）</translation>
        </message>
        <message>
            <source>Field with the batch</source>
            <translation>批次字段</translation>
        </message>
        <message>
            <source>Field with the batch number</source>
            <translation>批次编号字段</translation>
        </message>
        <message>
            <source>Field with the begin of a suspension</source>
            <translation>挂起时间字段</translation>
        </message>
        <message>
            <source>Field with the camera code</source>
            <translation>摄像头编号字段</translation>
        </message>
        <message>
            <source>Field with the camera's id</source>
            <translation>摄像头编号字段</translation>
        </message>
        <message>
            <source>Field with the class after</source>
            <translation>变更后地类字段</translation>
        </message>
        <message>
            <source>Field with the class before</source>
            <translation>变更前地类字段</translation>
        </message>
        <message>
            <source>Field with the class code</source>
            <translation>地类编码字段</translation>
        </message>
        <message>
            <source>Field with the class of the base year</source>
            <translation>基期年地类字段</translation>
        </message>
        <message>
            <source>Field with the class of the target year</source>
            <translation>目标年地类字段</translation>
        </message>
        <message>
            <source>Field with the contract number</source>
            <translation>合同编号字段</translation>
        </message>
        <message>
            <source>Field with the contract's project</source>
            <translation>合同的项目编号字段</translation>
        </message>
        <message>
            <source>Field with the control area</source>
            <translation>控制面积字段</translation>
        </message>
        <message>
            <source>Field with the date</source>
            <translation>日期字段</translation>
        </message>
        <message>
            <source>Field with the date of a halt</source>
            <translation>中止开发时间字段</translation>
        </message>
        <message>
            <source>Field with the date of approval</source>
            <translation>批复日期字段</translation>
        </message>
        <message>
            <source>Field with the date of reporting</source>
            <translation>上报日期字段</translation>
        </message>
        <message>
            <source>Field with the end of a suspension</source>
            <translation>恢复时间字段</translation>
        </message>
        <message>
            <source>Field with the field of view</source>
            <translation>水平视场字段</translation>
        </message>
        <message>
            <source>Field with the field of view (°)</source>
            <translation>视场角字段（°）</translation>
        </message>
        <message>
            <source>Field with the flattest depression</source>
            <translation>最小俯角字段</translation>
        </message>
        <message>
            <source>Field with the hazard's number</source>
            <translation>隐患点编号字段</translation>
        </message>
        <message>
            <source>Field with the height at the candidate</source>
            <translation>候选点高度字段</translation>
        </message>
        <message>
            <source>Field with the kind</source>
            <translation>类别字段</translation>
        </message>
        <message>
            <source>Field with the kind of approval</source>
            <translation>批次类型字段</translation>
        </message>
        <message>
            <source>Field with the kind of service</source>
            <translation>业务类型字段</translation>
        </message>
        <message>
            <source>Field with the legal area</source>
            <translation>永久基本农田面积字段</translation>
        </message>
        <message>
            <source>Field with the map sheet number</source>
            <translation>图幅号字段</translation>
        </message>
        <message>
            <source>Field with the mast height</source>
            <translation>挂高字段</translation>
        </message>
        <message>
            <source>Field with the name</source>
            <translation>名称字段</translation>
        </message>
        <message>
            <source>Field with the neighbour's name</source>
            <translation>相邻者名称字段</translation>
        </message>
        <message>
            <source>Field with the new construction land (mu)</source>
            <translation>新增建设用地面积字段（亩）</translation>
        </message>
        <message>
            <source>Field with the number</source>
            <translation>编号字段</translation>
        </message>
        <message>
            <source>Field with the number of the patch</source>
            <translation>图斑编号字段</translation>
        </message>
        <message>
            <source>Field with the obstacle's height</source>
            <translation>遮挡物高度字段</translation>
        </message>
        <message>
            <source>Field with the officer</source>
            <translation>经办人字段</translation>
        </message>
        <message>
            <source>Field with the pan at north</source>
            <translation>正北水平角字段</translation>
        </message>
        <message>
            <source>Field with the parcel name</source>
            <translation>地块名称字段</translation>
        </message>
        <message>
            <source>Field with the parcel number</source>
            <translation>地块编号字段</translation>
        </message>
        <message>
            <source>Field with the patch's village</source>
            <translation>图斑所属村字段</translation>
        </message>
        <message>
            <source>Field with the place</source>
            <translation>地点字段</translation>
        </message>
        <message>
            <source>Field with the place's code</source>
            <translation>地点代码字段</translation>
        </message>
        <message>
            <source>Field with the place's name</source>
            <translation>地点名称字段</translation>
        </message>
        <message>
            <source>Field with the planned use</source>
            <translation>规划用途字段</translation>
        </message>
        <message>
            <source>Field with the polygon's id</source>
            <translation>面的编号字段</translation>
        </message>
        <message>
            <source>Field with the project</source>
            <translation>项目字段</translation>
        </message>
        <message>
            <source>Field with the radius</source>
            <translation>半径字段</translation>
        </message>
        <message>
            <source>Field with the reclaimed cultivated land (mu)</source>
            <translation>复垦耕地面积字段（亩）</translation>
        </message>
        <message>
            <source>Field with the recorded patch area</source>
            <translation>图斑面积字段</translation>
        </message>
        <message>
            <source>Field with the ridge coefficient</source>
            <translation>扣除系数字段</translation>
        </message>
        <message>
            <source>Field with the slope grade</source>
            <translation>坡度级别字段</translation>
        </message>
        <message>
            <source>Field with the stage</source>
            <translation>阶段字段</translation>
        </message>
        <message>
            <source>Field with the stage or state</source>
            <translation>阶段或状态字段</translation>
        </message>
        <message>
            <source>Field with the state</source>
            <translation>状态字段</translation>
        </message>
        <message>
            <source>Field with the steepest depression</source>
            <translation>最大俯角字段</translation>
        </message>
        <message>
            <source>Field with the time of acceptance</source>
            <translation>受理时间字段</translation>
        </message>
        <message>
            <source>Field with the time of the end</source>
            <translation>办结时间字段</translation>
        </message>
        <message>
            <source>Field with the township</source>
            <translation>乡镇字段</translation>
        </message>
        <message>
            <source>Field with the tract</source>
            <translation>片区字段</translation>
        </message>
        <message>
            <source>Field with the true finish</source>
            <translation>实际竣工时间字段</translation>
        </message>
        <message>
            <source>Field with the true start</source>
            <translation>实际开工时间字段</translation>
        </message>
        <message>
            <source>Field with the village code</source>
            <translation>村代码字段</translation>
        </message>
        <message>
            <source>Field with the village name</source>
            <translation>村名称字段</translation>
        </message>
        <message>
            <source>Field with the window</source>
            <translation>窗口字段</translation>
        </message>
        <message>
            <source>Field with the year</source>
            <translation>年度字段</translation>
        </message>
        <message>
            <source>Field with the year of approval</source>
            <translation>批准年度字段</translation>
        </message>
        <message>
            <source>Field with the zone above</source>
            <translation>上级单元字段</translation>
        </message>
        <message>
            <source>Field with the zone's id</source>
            <translation>统计单元编号字段</translation>
        </message>
        <message>
            <source>Field with the zone's name</source>
            <translation>统计单元名称字段</translation>
        </message>
        <message>
            <source>Field with tilt</source>
            <translation>俯仰角字段</translation>
        </message>
        <message>
            <source>Fields</source>
            <translation>字段</translation>
        </message>
        <message>
            <source>Fields of numbers, or of numbers as text; missing values are told and count as nothing.</source>
            <translation>数值字段，或以文本存放数字的字段；缺值予以提示，按 0 计。</translation>
        </message>
        <message>
            <source>Fields of {layer} as {role}</source>
            <translation>{layer} 作为“{role}”的字段</translation>
        </message>
        <message>
            <source>Fields to sum up</source>
            <translation>求和字段</translation>
        </message>
        <message>
            <source>Fields to sum up by</source>
            <translation>分类汇总字段</translation>
        </message>
        <message>
            <source>Fields with the quality of farmland</source>
            <translation>耕地质量字段</translation>
        </message>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>File (GeoPackage …)</source>
            <translation>文件（GeoPackage 等）</translation>
        </message>
        <message>
            <source>File {file} in folder {folder} was changed after Redline wrote it: move it elsewhere or choose a new folder.</source>
            <translation>文件夹 {folder} 中的文件 {file} 在写出之后被改动过：请先移走，或选择新文件夹。</translation>
        </message>
        <message>
            <source>Files</source>
            <translation>业务件数</translation>
        </message>
        <message>
            <source>Files and their due times</source>
            <translation>业务办理时限明细</translation>
        </message>
        <message>
            <source>Files by hour of acceptance</source>
            <translation>按受理时段的业务件数</translation>
        </message>
        <message>
            <source>Files of the office</source>
            <translation>单位的文件</translation>
        </message>
        <message>
            <source>Files or folder</source>
            <translation>文件或文件夹</translation>
        </message>
        <message>
            <source>Files read</source>
            <translation>读取文件数</translation>
        </message>
        <message>
            <source>Files that are no geodata were left out ({count}): {files}.</source>
            <translation>不是空间数据的文件未加载（{count} 个）：{files}。</translation>
        </message>
        <message>
            <source>Files that were not done in time</source>
            <translation>未按时办结的业务</translation>
        </message>
        <message>
            <source>Files with parcels</source>
            <translation>含有地块的文件</translation>
        </message>
        <message>
            <source>Files written</source>
            <translation>写出文件数</translation>
        </message>
        <message>
            <source>Files…</source>
            <translation>文件…</translation>
        </message>
        <message>
            <source>Findings</source>
            <translation>检查结果</translation>
        </message>
        <message>
            <source>Findings listed for a rule and layer</source>
            <translation>每个图层每条规则最多列出</translation>
        </message>
        <message>
            <source>Finish overdue</source>
            <translation>逾期未竣工</translation>
        </message>
        <message>
            <source>Finished</source>
            <translation>办结时间</translation>
        </message>
        <message>
            <source>First levels, major classes, zones above and the total as rows; documents always have them.</source>
            <translation>在表格图层中加上一级类、三大类、上级单元和总计行；工作簿和报告始终包含。</translation>
        </message>
        <message>
            <source>First point of a ring</source>
            <translation>每圈的起点</translation>
        </message>
        <message>
            <source>Flattest depression (°)</source>
            <translation>最小俯角（°）</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>文件夹</translation>
        </message>
        <message>
            <source>Folder for one file per parcel</source>
            <translation>每地块一个文件的文件夹</translation>
        </message>
        <message>
            <source>Folder of counties</source>
            <translation>各县数据文件夹</translation>
        </message>
        <message>
            <source>Folder of parcel text files</source>
            <translation>报部坐标文件夹</translation>
        </message>
        <message>
            <source>Folder of pictures</source>
            <translation>照片文件夹</translation>
        </message>
        <message>
            <source>Folder of pictures…</source>
            <translation>图片文件夹…</translation>
        </message>
        <message>
            <source>Folder of results</source>
            <translation>结果文件夹</translation>
        </message>
        <message>
            <source>Folder of the dossier</source>
            <translation>成果文件夹</translation>
        </message>
        <message>
            <source>Folder of the office's page templates</source>
            <translation>本单位页面模板文件夹</translation>
        </message>
        <message>
            <source>Folder of the sheets</source>
            <translation>图件文件夹</translation>
        </message>
        <message>
            <source>Folder of the tables</source>
            <translation>表格文件夹</translation>
        </message>
        <message>
            <source>Folder or geodatabase (.gdb)</source>
            <translation>文件夹或地理数据库（.gdb）</translation>
        </message>
        <message>
            <source>Folder with a mask for each camera</source>
            <translation>各摄像头掩膜文件夹</translation>
        </message>
        <message>
            <source>Folder with parcels</source>
            <translation>含有地块的文件夹</translation>
        </message>
        <message>
            <source>Folder with the wheels of {name}</source>
            <translation>{name} 的 wheel 文件夹</translation>
        </message>
        <message>
            <source>Folder {folder} cannot be read ({reason}): ask for the right to read it, or choose the files themselves.</source>
            <translation>无法读取文件夹 {folder}（{reason}）：请取得读取权限，或直接选择文件。</translation>
        </message>
        <message>
            <source>Folder {folder} cannot be written ({reason}): choose a folder in which you may write.</source>
            <translation>文件夹 {folder} 无法写入（{reason}）：请选择有写入权限的文件夹。</translation>
        </message>
        <message>
            <source>Folder {folder} holds no .txt files.</source>
            <translation>文件夹 {folder} 中没有 .txt 文件。</translation>
        </message>
        <message>
            <source>Folder {folder} holds no polygon layers named {pattern}: choose another folder or pattern.</source>
            <translation>文件夹 {folder} 中没有名为 {pattern} 的面图层：请选择其他文件夹或名称。</translation>
        </message>
        <message>
            <source>Folder {folder} holds {file}, which Redline did not write: choose an empty or a new folder.</source>
            <translation>文件夹 {folder} 中的 {file} 不是红线写出的：请选择空文件夹或新文件夹。</translation>
        </message>
        <message>
            <source>Folder {folder} is empty.</source>
            <translation>文件夹 {folder} 是空的。</translation>
        </message>
        <message>
            <source>Folder {folder} is in use ({reason}): close the files of it that are open in other programs, then run again.</source>
            <translation>文件夹 {folder} 正被占用（{reason}）：请关闭其他程序中打开的文件后重新运行。</translation>
        </message>
        <message>
            <source>Folder {folder} of page templates is not there: choose another.</source>
            <translation>页面模板文件夹 {folder} 不存在：请另选。</translation>
        </message>
        <message>
            <source>Folder, geodatabase or GeoPackage</source>
            <translation>文件夹、地理数据库或 GeoPackage</translation>
        </message>
        <message>
            <source>Folders within it are searched too. For a single file, write its path. Nothing in it is changed.</source>
            <translation>包括子文件夹。单个文件请填写路径。不修改其中任何内容。</translation>
        </message>
        <message>
            <source>Folder…</source>
            <translation>文件夹…</translation>
        </message>
        <message>
            <source>Fonts of the sheets</source>
            <translation>图件字体</translation>
        </message>
        <message>
            <source>For alerts that have only pan and tilt.</source>
            <translation>用于只有水平角、俯仰角的预警。</translation>
        </message>
        <message>
            <source>For duplicates without a number, and for repeats.</source>
            <translation>用于判断没有编号的重复件和重复发生。</translation>
        </message>
        <message>
            <source>For each parcel its pieces (cut) and what is left (rest), with their official areas.</source>
            <translation>每个地块的切出部分（cut）和剩余部分（rest），附椭球面积。</translation>
        </message>
        <message>
            <source>For each point the cameras that see it: at which pan, tilt and range, nearest first.</source>
            <translation>对每个点列出看得见它的摄像头及其水平角、俯仰角、距离，由近到远。</translation>
        </message>
        <message>
            <source>For example 1985国家高程基准.</source>
            <translation>例如：1985国家高程基准。</translation>
        </message>
        <message>
            <source>For example 2021-12-31.</source>
            <translation>例如 2021-12-31。</translation>
        </message>
        <message>
            <source>For example QSXZ (nature of ownership), QSDWDM (owner), ZLDWDM (village).</source>
            <translation>如 QSXZ（权属性质）、QSDWDM（权属单位）、ZLDWDM（坐落单位）。</translation>
        </message>
        <message>
            <source>For example grades of quality. Left empty: slope grade and type of arable land where present.</source>
            <translation>如耕地质量等别。留空时取耕地坡度级别和耕地类型（图层中有时）。</translation>
        </message>
        <message>
            <source>For example permanent basic farmland, other farmland.</source>
            <translation>例如永久基本农田、其他耕地。</translation>
        </message>
        <message>
            <source>For example settlements: candidates are laid in them at the spacing below, at least one in each.</source>
            <translation>例如居民点：按下面的间距在其中布设候选点，每个范围至少一个。</translation>
        </message>
        <message>
            <source>For example the urban development boundary.</source>
            <translation>例如城镇开发边界。</translation>
        </message>
        <message>
            <source>For example townships with their population.</source>
            <translation>例如带有人口数的乡镇。</translation>
        </message>
        <message>
            <source>For example villages, parcels or patches.</source>
            <translation>例如村、地块或图斑。</translation>
        </message>
        <message>
            <source>For example 示意 on schematic geometry.</source>
            <translation>例如示意性图形注明“示意”。</translation>
        </message>
        <message>
            <source>For parcels: found by name where left empty.</source>
            <translation>用于地块；留空时按字段名查找。</translation>
        </message>
        <message>
            <source>For the case sheets; found in the project by its role where left empty.</source>
            <translation>用于案卷页；留空则按角色在工程中查找。</translation>
        </message>
        <message>
            <source>For the documents; the feature id where left empty.</source>
            <translation>用于工作簿和报告；留空为要素号。</translation>
        </message>
        <message>
            <source>For their names.</source>
            <translation>用于取乡镇名称。</translation>
        </message>
        <message>
            <source>Forget the key</source>
            <translation>删除密钥</translation>
        </message>
        <message>
            <source>Form of the parcel text file</source>
            <translation>报部坐标文件格式</translation>
        </message>
        <message>
            <source>Format</source>
            <translation>格式</translation>
        </message>
        <message>
            <source>Found by name (GYX …); else told by the use.</source>
            <translation>按名称（GYX 等）查找；没有时按用途认定。</translation>
        </message>
        <message>
            <source>Found by name (NZS …); else all parcels are.</source>
            <translation>按名称（NZS 等）查找；没有时全部视为拟征收。</translation>
        </message>
        <message>
            <source>Found by name (PQBH …); else by where the parcel lies.</source>
            <translation>按名称（PQBH 等）查找；没有时按地块位置判断。</translation>
        </message>
        <message>
            <source>Found by name (XMBH …) where left empty.</source>
            <translation>留空时按名称（XMBH 等）查找。</translation>
        </message>
        <message>
            <source>Found by name (camera_index_code …).</source>
            <translation>按名称（camera_index_code 等）自动查找。</translation>
        </message>
        <message>
            <source>Found by name ({aliases} …) where left empty.</source>
            <translation>留空则按字段名查找（{aliases} 等）。</translation>
        </message>
        <message>
            <source>Found by name and fields where left empty.</source>
            <translation>留空时按名称和字段自动识别。</translation>
        </message>
        <message>
            <source>Found by name where left empty.</source>
            <translation>留空时按名称查找。</translation>
        </message>
        <message>
            <source>Found from the codes where left empty: sandiao (third survey), gbt21010, ydyh (planned use).</source>
            <translation>留空则按编码判断：sandiao（三调）、gbt21010（国标 2017）、ydyh（用地用海）。</translation>
        </message>
        <message>
            <source>Found from the field and its codes where left empty.</source>
            <translation>留空时按字段和编码识别。</translation>
        </message>
        <message>
            <source>Found in the project by its role where left empty.</source>
            <translation>留空时按角色在工程中查找。</translation>
        </message>
        <message>
            <source>Found lawful</source>
            <translation>认定合法</translation>
        </message>
        <message>
            <source>From</source>
            <translation>起始时刻</translation>
        </message>
        <message>
            <source>From (m)</source>
            <translation>起（米）</translation>
        </message>
        <message>
            <source>From a folder, geodatabase, GeoPackage or PostGIS schema to a styled, ordered project</source>
            <translation>由文件夹、地理数据库、GeoPackage 或 PostGIS 模式生成样式齐全、排列有序的工程</translation>
        </message>
        <message>
            <source>From a folder…</source>
            <translation>从文件夹…</translation>
        </message>
        <message>
            <source>From drawings, coordinate tables, phones or the clipboard, seen on a map before they are added</source>
            <translation>从 CAD 图形、坐标表、手机文件或剪贴板导入，先在地图上查看再加入</translation>
        </message>
        <message>
            <source>From parcels to the finished dossier</source>
            <translation>从地块到完整的报批成果</translation>
        </message>
        <message>
            <source>From parcels, land use, villages and red lines to a folder of tables, map sheets and text files</source>
            <translation>由地块、地类图斑、村界和红线一次生成面积表、勘测定界图和坐标文件</translation>
        </message>
        <message>
            <source>From the clipboard</source>
            <translation>从剪贴板</translation>
        </message>
        <message>
            <source>From the network (pypi.org, or the mirror that pip is set to)</source>
            <translation>从网络安装（pypi.org，或 pip 设置的镜像）</translation>
        </message>
        <message>
            <source>From the parcel to each hazard within the distance.</source>
            <translation>从地块到距离内各隐患点。</translation>
        </message>
        <message>
            <source>Full-width commas were read as commas.</source>
            <translation>全角逗号按半角逗号读取。</translation>
        </message>
        <message>
            <source>Funnel</source>
            <translation>办理漏斗</translation>
        </message>
        <message>
            <source>Funnel, promises, overdue tasks, patrol rates, repeat places, months and the year before, out of the log</source>
            <translation>由案卷记录得出漏斗、时限兑现、超期、巡田率、重复地点、逐月情况和同比</translation>
        </message>
        <message>
            <source>GCJ-02 (Amap, Tencent)</source>
            <translation>GCJ-02（高德、腾讯）</translation>
        </message>
        <message>
            <source>GCJ-02 (Gaode, Tencent)</source>
            <translation>GCJ-02（高德、腾讯）</translation>
        </message>
        <message>
            <source>GDAL could not compute what camera {camera} sees: {reason}</source>
            <translation>GDAL 无法计算摄像头 {camera} 的视域：{reason}</translation>
        </message>
        <message>
            <source>Gain</source>
            <translation>增加</translation>
        </message>
        <message>
            <source>Gain (weighted ha)</source>
            <translation>增益（加权公顷）</translation>
        </message>
        <message>
            <source>Gain (weighted m²)</source>
            <translation>增益（加权平方米）</translation>
        </message>
        <message>
            <source>Gain so far (weighted ha)</source>
            <translation>累计增益（加权公顷）</translation>
        </message>
        <message>
            <source>Gained (mu)</source>
            <translation>增加（亩）</translation>
        </message>
        <message>
            <source>Gains and losses</source>
            <translation>增减表</translation>
        </message>
        <message>
            <source>Gains and losses by class</source>
            <translation>各地类增减表</translation>
        </message>
        <message>
            <source>Gap</source>
            <translation>缝隙</translation>
        </message>
        <message>
            <source>Gap that is closed</source>
            <translation>自动闭合的间距</translation>
        </message>
        <message>
            <source>Gap that is closed (m)</source>
            <translation>自动闭合的间距（m）</translation>
        </message>
        <message>
            <source>GeoPackage (*.gpkg)</source>
            <translation>GeoPackage (*.gpkg)</translation>
        </message>
        <message>
            <source>GeoPackages, geodatabases, folders of Shapefiles, each county with villages and land use.</source>
            <translation>GeoPackage、地理数据库或 Shapefile 文件夹，每县含村界和地类图斑。</translation>
        </message>
        <message>
            <source>Geological hazard points or any points.</source>
            <translation>地质灾害隐患点或任意点。</translation>
        </message>
        <message>
            <source>Geological hazards</source>
            <translation>地质灾害</translation>
        </message>
        <message>
            <source>Geometry type</source>
            <translation>几何类型</translation>
        </message>
        <message>
            <source>Geometry, coordinate systems, classes, codes, overlaps, gaps and areas of the county's layers</source>
            <translation>检查县域图层的几何、坐标系、地类、代码、重叠、缝隙和面积</translation>
        </message>
        <message>
            <source>Give ALERTS with pan and tilt, or POINTS to be seen, or both.</source>
            <translation>请给出带水平角和俯仰角的预警（ALERTS），或要看的点（POINTS），或两者都给。</translation>
        </message>
        <message>
            <source>Give CANDIDATES, or CANDIDATE_AREAS for a grid of them, or both.</source>
            <translation>请给出候选点（CANDIDATES），或布设候选格网的范围（CANDIDATE_AREAS），或两者都给。</translation>
        </message>
        <message>
            <source>Give at least one layer of land to be seen in LAYERS.</source>
            <translation>请在 LAYERS 中至少给出一个要看的土地图层。</translation>
        </message>
        <message>
            <source>Give one of the three: an area to cut off (AREA), a list of areas (AREAS), or a number of equal parts (PARTS); {count} are given.</source>
            <translation>三者只给其一：切出面积（AREA）、面积列表（AREAS）或等分份数（PARTS）；现给出 {count} 项。</translation>
        </message>
        <message>
            <source>Give the land use too (LANDUSE): farmland inside a spot is measured with its classes.</source>
            <translation>请同时给出地类图斑（LANDUSE）：线索内的永久基本农田与地类一并量算。</translation>
        </message>
        <message>
            <source>Give the parts numbers and areas of their own</source>
            <translation>各部分单独编号并重算面积</translation>
        </message>
        <message>
            <source>Given up (mu)</source>
            <translation>减少（亩）</translation>
        </message>
        <message>
            <source>Gives each spot its area and its arable land, as the tally by land use has them.</source>
            <translation>为每条线索填写面积和耕地面积，与地类面积统计一致。</translation>
        </message>
        <message>
            <source>Gives each spot its township.</source>
            <translation>写入线索所在乡镇。</translation>
        </message>
        <message>
            <source>Gives each spot its village.</source>
            <translation>写入线索所在村。</translation>
        </message>
        <message>
            <source>Gives each spot what of it lies inside, as the red-line check has it; together with land use.</source>
            <translation>为每条线索填写其中的永久基本农田面积，与红线核查一致；须同时给出地类图斑。</translation>
        </message>
        <message>
            <source>Go along with the field package.</source>
            <translation>随外业包带出。</translation>
        </message>
        <message>
            <source>Go to the next finding that is not settled</source>
            <translation>转到下一条未处理的问题</translation>
        </message>
        <message>
            <source>Go to the place of the chosen finding again</source>
            <translation>再次定位到所选问题</translation>
        </message>
        <message>
            <source>Goes along with the field package.</source>
            <translation>随外业包带出。</translation>
        </message>
        <message>
            <source>Grades 1 to 5 of the survey.</source>
            <translation>国土调查坡度级别 1—5 级。</translation>
        </message>
        <message>
            <source>Greedy choice: never less than {share:.0%} of the best possible.</source>
            <translation>贪心选址：不会低于最优方案的 {share:.0%}。</translation>
        </message>
        <message>
            <source>Hazard</source>
            <translation>隐患点</translation>
        </message>
        <message>
            <source>Hazard points</source>
            <translation>隐患点</translation>
        </message>
        <message>
            <source>Hazard points within a distance of each parcel, and the nearest one, with distances on the ellipsoid</source>
            <translation>每个地块一定距离内的隐患点及最近的一个，距离在椭球面上量算</translation>
        </message>
        <message>
            <source>Hazard points, cameras, alerts or any points.</source>
            <translation>隐患点、摄像头、预警或任意点。</translation>
        </message>
        <message>
            <source>Hazards</source>
            <translation>隐患点</translation>
        </message>
        <message>
            <source>Hazards within the distance</source>
            <translation>距离内隐患点数</translation>
        </message>
        <message>
            <source>Hazards within {distance} m of parcels</source>
            <translation>地块周边 {distance} 米内的隐患点</translation>
        </message>
        <message>
            <source>Headings</source>
            <translation>标题</translation>
        </message>
        <message>
            <source>Hectares</source>
            <translation>公顷</translation>
        </message>
        <message>
            <source>Height from which something is seen</source>
            <translation>露出高度</translation>
        </message>
        <message>
            <source>Height of a new mast (m)</source>
            <translation>新建杆塔挂高（米）</translation>
        </message>
        <message>
            <source>Height of obstacles without one (m)</source>
            <translation>遮挡物缺省高度（米）</translation>
        </message>
        <message>
            <source>Height of texts in a drawing (m)</source>
            <translation>图形中的注记高度（m）</translation>
        </message>
        <message>
            <source>Heights of the bare ground. In degrees, feet or Web Mercator it is resampled to metres first; cells without data count as unknown, not as sea level.</source>
            <translation>裸地高程。经纬度、英尺或 Web 墨卡托的栅格先重采样为米；无数据像元按未知处理，不当作海平面。</translation>
        </message>
        <message>
            <source>Heights with trees and buildings, above the same zero as the elevation; it blocks the view.</source>
            <translation>含树木和房屋的高程（DSM），与高程栅格同一起算面；会遮挡视线。</translation>
        </message>
        <message>
            <source>Held. Click the map to let go.</source>
            <translation>已锁定。点击地图解除。</translation>
        </message>
        <message>
            <source>Horizon of a smooth earth (m)</source>
            <translation>光滑地球视距（米）</translation>
        </message>
        <message>
            <source>Horizontal, zoomed in.</source>
            <translation>水平，长焦端。</translation>
        </message>
        <message>
            <source>Horizontal, zoomed out.</source>
            <translation>水平，广角端。</translation>
        </message>
        <message>
            <source>Hotline</source>
            <translation>热线举报</translation>
        </message>
        <message>
            <source>Hour of acceptance</source>
            <translation>受理时段</translation>
        </message>
        <message>
            <source>How each line was joined to its place</source>
            <translation>各行与地点的挂接</translation>
        </message>
        <message>
            <source>How far beyond the boundary a neighbour may lie</source>
            <translation>相邻者与界线的最大距离</translation>
        </message>
        <message>
            <source>How far down the lower edge of the picture reaches: tilt limit plus half the vertical field of view. Nearer to the mast lies the dead zone, mast height / tan of this angle. 90 is straight down.</source>
            <translation>画面下边缘所能达到的俯角：俯仰限位加半个垂直视场。更靠近杆塔处为塔下盲区，半径 = 挂高 / tan 此角。90 为垂直向下。</translation>
        </message>
        <message>
            <source>How far heights along a line may be off against its ends. More than 0 also asks how sure each answer is, in three looks for each camera instead of one.</source>
            <translation>视线上各处高程相对于视线两端可能的误差。大于 0 时同时给出结论的可靠程度，每个摄像头计算三次而不是一次。</translation>
        </message>
        <message>
            <source>How far heights along a line may be off against its ends. More than 0 also tells how much is surely and how much only probably seen or not seen.</source>
            <translation>视线上各处高程相对于视线两端可能的误差。大于 0 时同时给出肯定与可能看见、看不见的面积。</translation>
        </message>
        <message>
            <source>How far it reaches.</source>
            <translation>能看多远。</translation>
        </message>
        <message>
            <source>How far up the upper edge of the picture reaches; negative angles look above the horizon.</source>
            <translation>画面上边缘所能达到的俯角；负值表示高于水平线。</translation>
        </message>
        <message>
            <source>How high what is to be seen at the points stands above the ground.</source>
            <translation>各点上要看的目标离地多高。</translation>
        </message>
        <message>
            <source>How high what is to be seen stands above the ground; 0 asks for the ground itself.</source>
            <translation>要看见的目标离地多高；0 表示看见地面本身。</translation>
        </message>
        <message>
            <source>How it was joined</source>
            <translation>挂接方式</translation>
        </message>
        <message>
            <source>How many cameras see a cell; 0 in reach but not seen, no data out of reach.</source>
            <translation>每个像元被几个摄像头看见；0 为在覆盖范围内但看不见，范围外为无数据。</translation>
        </message>
        <message>
            <source>How many sites to choose.</source>
            <translation>要选几个点。</translation>
        </message>
        <message>
            <source>How much of the earth's curvature the bending of light takes back: 0.13 for light over land in daytime; 0 is no air, 1 a flat earth.</source>
            <translation>光线弯曲抵消地球曲率的比例：陆地白天取 0.13；0 为无大气，1 为平面地球。</translation>
        </message>
        <message>
            <source>How often a cell is looked at within the time of the round, by all cameras that see it.</source>
            <translation>时限内看得见该像元的全部摄像头共看到它几次。</translation>
        </message>
        <message>
            <source>How sure</source>
            <translation>把握</translation>
        </message>
        <message>
            <source>How sure an answer is needs ELEVATION_ERROR, the error of the elevation, above 0.</source>
            <translation>要得到可靠程度，须给出大于 0 的高程误差（ELEVATION_ERROR）。</translation>
        </message>
        <message>
            <source>How sure it is</source>
            <translation>可靠程度</translation>
        </message>
        <message>
            <source>How this was made</source>
            <translation>算法与来源</translation>
        </message>
        <message>
            <source>Identity numbers, telephone numbers, addresses and names of persons are left out unless this is set.</source>
            <translation>不勾选时，不写入身份证号、电话、住址和人员姓名。</translation>
        </message>
        <message>
            <source>Idle contracts</source>
            <translation>闲置的合同</translation>
        </message>
        <message>
            <source>Idle land</source>
            <translation>闲置土地</translation>
        </message>
        <message>
            <source>Idle land: not started {days} days after the agreed start, or less than {share} % built on and halted for as long.</source>
            <translation>闲置土地：超过约定开工日期 {days} 天未开工，或已建面积不足 {share} % 且中止开发满同样天数。</translation>
        </message>
        <message>
            <source>Ids of the cameras</source>
            <translation>摄像头编号</translation>
        </message>
        <message>
            <source>Import CSV…</source>
            <translation>导入 CSV…</translation>
        </message>
        <message>
            <source>Import alerts</source>
            <translation>导入预警</translation>
        </message>
        <message>
            <source>Import alerts…</source>
            <translation>导入预警…</translation>
        </message>
        <message>
            <source>Import parcel text files</source>
            <translation>导入报部坐标 TXT</translation>
        </message>
        <message>
            <source>Import parcels</source>
            <translation>导入地块</translation>
        </message>
        <message>
            <source>Import parcels…</source>
            <translation>导入地块…</translation>
        </message>
        <message>
            <source>Import settings</source>
            <translation>导入设置</translation>
        </message>
        <message>
            <source>Import settings…</source>
            <translation>导入设置…</translation>
        </message>
        <message>
            <source>In a circle</source>
            <translation>圈内</translation>
        </message>
        <message>
            <source>In a circle but not seen</source>
            <translation>圈内看不见</translation>
        </message>
        <message>
            <source>In a circle, elevation unknown</source>
            <translation>圈内高程未知</translation>
        </message>
        <message>
            <source>In a circle, not seen</source>
            <translation>圈内看不见</translation>
        </message>
        <message>
            <source>In and out balance of cultivated land</source>
            <translation>耕地进出平衡</translation>
        </message>
        <message>
            <source>In each unit the leaves of a parcel are balanced to the parcel's printed area by largest remainder; subtotals and totals are sums of printed numbers.</source>
            <translation>每种单位下，地块内各分项按最大余数法平差到地块面积；小计与合计均为所列数字之和。</translation>
        </message>
        <message>
            <source>In metres on the ellipsoid, from the parcel's boundary; 0 inside it.</source>
            <translation>椭球面上的米数，从地块边界量起；点在地块内为 0。</translation>
        </message>
        <message>
            <source>In metres; values below 100 are kilometres. Found by name (camera_radius …) where left empty.</source>
            <translation>单位为米；小于 100 的按千米计。留空则按名称（camera_radius 等）自动查找。</translation>
        </message>
        <message>
            <source>In m² (YJJBNTMJ …). Found by name where left empty; patches without one count with their area less field ridges (KCXS).</source>
            <translation>单位平方米（YJJBNTMJ 等）；留空时按名称查找。没有该值的图斑按图斑面积扣除田坎（KCXS）计。</translation>
        </message>
        <message>
            <source>In no village</source>
            <translation>不在任何村内</translation>
        </message>
        <message>
            <source>In reach of a camera {field:,.2f} ha, seen {seen:,.2f} ha ({share:.1%}).</source>
            <translation>覆盖范围 {field:,.2f} 公顷，其中看见 {seen:,.2f} 公顷（{share:.1%}）。</translation>
        </message>
        <message>
            <source>In the circle</source>
            <translation>圈内</translation>
        </message>
        <message>
            <source>In the unit of the coordinates. A larger value looks across ditches and paths.</source>
            <translation>以成果坐标的单位计。数值取大些可跨过沟渠、道路查找相邻。</translation>
        </message>
        <message>
            <source>In villages</source>
            <translation>所在村</translation>
        </message>
        <message>
            <source>In which parcels are measured and printed. Left empty: the zone of the parcels, else that of the land use or the villages, else the zone in which the parcels lie.</source>
            <translation>地块按它量算和打印。不填：依次取地块、地类图斑、村级调查区的投影带，都不是投影带时取地块所在位置的投影带。</translation>
        </message>
        <message>
            <source>In which the project starts. Found by name (SSNF …) where left empty.</source>
            <translation>项目实施年份。留空时按名称（SSNF 等）查找。</translation>
        </message>
        <message>
            <source>Inside (m²)</source>
            <translation>线内（平方米）</translation>
        </message>
        <message>
            <source>Inside a red line</source>
            <translation>位于红线内</translation>
        </message>
        <message>
            <source>Inside the urban boundary</source>
            <translation>位于城镇建设用地范围内</translation>
        </message>
        <message>
            <source>Install</source>
            <translation>安装</translation>
        </message>
        <message>
            <source>Install packages…</source>
            <translation>安装程序包…</translation>
        </message>
        <message>
            <source>Instead of a GeoPackage: a PostGIS database that several offices share.</source>
            <translation>代替 GeoPackage：多个单位共用的 PostGIS 数据库。</translation>
        </message>
        <message>
            <source>Instead of a GeoPackage: a connection of QGIS to a PostGIS database that the office shares.</source>
            <translation>代替 GeoPackage：QGIS 中连接到单位共用 PostGIS 数据库的连接。</translation>
        </message>
        <message>
            <source>Instead of a GeoPackage: the database that the offices share.</source>
            <translation>代替 GeoPackage：各单位共用的数据库。</translation>
        </message>
        <message>
            <source>Instead of a folder: a connection of QGIS to a PostGIS database.</source>
            <translation>代替文件夹：QGIS 中的 PostGIS 数据库连接。</translation>
        </message>
        <message>
            <source>Instead of the usual one; {name} and {number} stand for those of the sheet.</source>
            <translation>代替默认图名；{name} 和 {number} 代表该图的名称和编号。</translation>
        </message>
        <message>
            <source>Instruction</source>
            <translation>核查要求</translation>
        </message>
        <message>
            <source>Invalid geometry</source>
            <translation>几何无效</translation>
        </message>
        <message>
            <source>It appears when all is done. An earlier dossier in it is replaced; other files are never touched.</source>
            <translation>全部完成后才出现。其中旧的成果会被替换，其他文件绝不改动。</translation>
        </message>
        <message>
            <source>It appears when all is done. Tables of an earlier run in it are replaced; other files never.</source>
            <translation>全部完成后才出现。其中以前生成的表格会被替换，其他文件不会被改动。</translation>
        </message>
        <message>
            <source>It needs the package shapely 2: Settings &gt; Options &gt; Redline &gt; Packages.</source>
            <translation>需要程序包 shapely 2：设置 &gt; 选项 &gt; 红线 &gt; 程序包。</translation>
        </message>
        <message>
            <source>It touches {line} by {area} m², within the tolerance: look at the boundary.</source>
            <translation>触碰{line} {area} 平方米，在容差之内：请核对界线。</translation>
        </message>
        <message>
            <source>It was not installed: {reason}</source>
            <translation>未安装：{reason}</translation>
        </message>
        <message>
            <source>Item</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>Joined</source>
            <translation>挂接</translation>
        </message>
        <message>
            <source>Judge</source>
            <translation>研判</translation>
        </message>
        <message>
            <source>Judged tasks to their receivers: a push list, and for each township a field package that QField opens</source>
            <translation>把已研判任务推送给接收单位：推送清单，并按乡镇生成 QField 可打开的外业包</translation>
        </message>
        <message>
            <source>KML for phones</source>
            <translation>KML（手机）</translation>
        </message>
        <message>
            <source>Keep personal data</source>
            <translation>保留个人信息</translation>
        </message>
        <message>
            <source>Keeps each county's result, so that a run goes on where an earlier one stopped.</source>
            <translation>保存每个县的结果，中断后可接着做。</translation>
        </message>
        <message>
            <source>Kept</source>
            <translation>按时率</translation>
        </message>
        <message>
            <source>Kept for rural revitalisation; that of the rules (10) where left empty.</source>
            <translation>用于乡村振兴；留空时按规则表（10）。</translation>
        </message>
        <message>
            <source>Kept: those done in time of those done or overdue. 90 % within: nine files of ten took no more minutes.</source>
            <translation>按时率：按时办结件数占已办结与超期件数之比。九成用时：十件中有九件用时不超过该分钟数。</translation>
        </message>
        <message>
            <source>Key (tk)</source>
            <translation>密钥（tk）</translation>
        </message>
        <message>
            <source>Kilometres</source>
            <translation>公里</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>业务类型</translation>
        </message>
        <message>
            <source>Kind 7 or 3: parameters in space; 4: in a plane; points: fitted to the common points below. From and To: xian80, beijing54, cgcs2000, the name of a datum; planes need a system such as EPSG:2363.</source>
            <translation>类型 7 或 3：空间参数；4：平面参数；points：由下方公共点求定。源、目标：xian80、beijing54、cgcs2000 或基准名称；平面参数须填写坐标系，如 EPSG:2363。</translation>
        </message>
        <message>
            <source>Kind of alert</source>
            <translation>线索类型</translation>
        </message>
        <message>
            <source>Kind of approval</source>
            <translation>批次类型</translation>
        </message>
        <message>
            <source>Kind of balance</source>
            <translation>平衡类型</translation>
        </message>
        <message>
            <source>Kind of lawful use</source>
            <translation>合法类型</translation>
        </message>
        <message>
            <source>Kind of legal use</source>
            <translation>合法类型</translation>
        </message>
        <message>
            <source>Kind of row</source>
            <translation>行类型</translation>
        </message>
        <message>
            <source>Kind of sheet</source>
            <translation>图件种类</translation>
        </message>
        <message>
            <source>Kinds</source>
            <translation>批次类型</translation>
        </message>
        <message>
            <source>LABEL_FIELDS names {fields} fields for {layers} layers in DIMENSIONS: give one for each, parted by semicolons.</source>
            <translation>LABEL_FIELDS 给出 {fields} 个字段，而 DIMENSIONS 有 {layers} 个图层：请为每个图层给出一个，用分号隔开。</translation>
        </message>
        <message>
            <source>Label fields of the dividing layers</source>
            <translation>划分图层的标注字段</translation>
        </message>
        <message>
            <source>Land</source>
            <translation>土地</translation>
        </message>
        <message>
            <source>Land acquisition</source>
            <translation>土地征收</translation>
        </message>
        <message>
            <source>Land added (ha)</source>
            <translation>新增土地（公顷）</translation>
        </message>
        <message>
            <source>Land and farmland in the circles, and how much of it is really seen, by camera, village and township</source>
            <translation>覆盖圈内的土地和耕地，以及真正看得见的部分，按摄像头、村、乡镇统计</translation>
        </message>
        <message>
            <source>Land area</source>
            <translation>用地面积</translation>
        </message>
        <message>
            <source>Land by stage</source>
            <translation>各阶段用地</translation>
        </message>
        <message>
            <source>Land by the stage reached, from acquisition to registration.</source>
            <translation>按所处阶段（征收至登记）汇总的用地。</translation>
        </message>
        <message>
            <source>Land cover raster</source>
            <translation>地表覆盖栅格</translation>
        </message>
        <message>
            <source>Land followed to its supply, with the ledger of quotas</source>
            <translation>土地批供跟踪与指标台账</translation>
        </message>
        <message>
            <source>Land from approval to supply</source>
            <translation>土地批供跟踪</translation>
        </message>
        <message>
            <source>Land gained</source>
            <translation>增加的耕地</translation>
        </message>
        <message>
            <source>Land given up</source>
            <translation>减少的耕地</translation>
        </message>
        <message>
            <source>Land in a circle (m²)</source>
            <translation>圈内土地面积（平方米）</translation>
        </message>
        <message>
            <source>Land not seen after (m²)</source>
            <translation>选址后看不见的土地（平方米）</translation>
        </message>
        <message>
            <source>Land not seen before (m²)</source>
            <translation>选址前看不见的土地（平方米）</translation>
        </message>
        <message>
            <source>Land of a zone in no target</source>
            <translation>不在任何目标内的土地</translation>
        </message>
        <message>
            <source>Land of each project by stage.</source>
            <translation>每个项目各阶段的用地。</translation>
        </message>
        <message>
            <source>Land on the wrong side</source>
            <translation>越线部分</translation>
        </message>
        <message>
            <source>Land purpose</source>
            <translation>用途</translation>
        </message>
        <message>
            <source>Land seen (m²)</source>
            <translation>看见的土地面积（平方米）</translation>
        </message>
        <message>
            <source>Land that hangs together and is not smaller than the threshold.</source>
            <translation>连成片且不小于限值的用地。</translation>
        </message>
        <message>
            <source>Land that is turned in, or replenished, as cultivated land.</source>
            <translation>转入的或补充的耕地。</translation>
        </message>
        <message>
            <source>Land to be acquired</source>
            <translation>拟征收土地</translation>
        </message>
        <message>
            <source>Land to be acquired (ha)</source>
            <translation>拟征收面积（公顷）</translation>
        </message>
        <message>
            <source>Land to be acquired by use</source>
            <translation>拟征收土地按用途汇总</translation>
        </message>
        <message>
            <source>Land to be acquired by year</source>
            <translation>拟征收土地按年度汇总</translation>
        </message>
        <message>
            <source>Land to be seen</source>
            <translation>要看的土地</translation>
        </message>
        <message>
            <source>Land use</source>
            <translation>地类图斑</translation>
        </message>
        <message>
            <source>Land use after</source>
            <translation>变更后图斑</translation>
        </message>
        <message>
            <source>Land use before</source>
            <translation>变更前图斑</translation>
        </message>
        <message>
            <source>Land use by county and class over a folder of counties, each in its own zone, by workers beside QGIS</source>
            <translation>按县、按地类汇总一个文件夹中的各县地类面积，各县用自己的分带，由 QGIS 之外的多个进程计算</translation>
        </message>
        <message>
            <source>Land use inside the parcel</source>
            <translation>地块内图斑</translation>
        </message>
        <message>
            <source>Land use of the base year</source>
            <translation>基期年图斑</translation>
        </message>
        <message>
            <source>Land use that carries the numbers</source>
            <translation>承载这些数的土地利用</translation>
        </message>
        <message>
            <source>Land use, current or planned</source>
            <translation>土地利用（现状或规划）</translation>
        </message>
        <message>
            <source>Land-cover rasters need the Python package {package}, which is missing: install it with python -m pip install {package} (on Windows in the OSGeo4W Shell), then start QGIS again.</source>
            <translation>统计地类栅格需要 Python 包 {package}，但没有安装：请运行 python -m pip install {package}（Windows 下在 OSGeo4W Shell 中运行），再重新启动 QGIS。</translation>
        </message>
        <message>
            <source>Land-use change</source>
            <translation>地类变化分析</translation>
        </message>
        <message>
            <source>Land-use change from class to class</source>
            <translation>地类转移矩阵</translation>
        </message>
        <message>
            <source>Land-use change, row by row</source>
            <translation>地类转移明细</translation>
        </message>
        <message>
            <source>Land-use fields to divide by</source>
            <translation>按地类图斑字段划分</translation>
        </message>
        <message>
            <source>Land-use tallies</source>
            <translation>地类统计</translation>
        </message>
        <message>
            <source>Language of the documents</source>
            <translation>成果文件语言</translation>
        </message>
        <message>
            <source>Language of the sheets</source>
            <translation>图件语言</translation>
        </message>
        <message>
            <source>Language of the tables</source>
            <translation>表格语言</translation>
        </message>
        <message>
            <source>Largest change of a patch (m²)</source>
            <translation>单个图斑最大变化（平方米）</translation>
        </message>
        <message>
            <source>Largest difference (%)</source>
            <translation>最大差值（%）</translation>
        </message>
        <message>
            <source>Last seen</source>
            <translation>最近发现</translation>
        </message>
        <message>
            <source>Late</source>
            <translation>超时办结</translation>
        </message>
        <message>
            <source>Late files</source>
            <translation>超时业务</translation>
        </message>
        <message>
            <source>Latitude (°)</source>
            <translation>纬度（°）</translation>
        </message>
        <message>
            <source>Latitude stands before longitude.</source>
            <translation>纬度写在经度之前。</translation>
        </message>
        <message>
            <source>Lawful</source>
            <translation>合法</translation>
        </message>
        <message>
            <source>Layer</source>
            <translation>图层</translation>
        </message>
        <message>
            <source>Layer of land use</source>
            <translation>地类图斑图层</translation>
        </message>
        <message>
            <source>Layer of zones</source>
            <translation>统计单元图层</translation>
        </message>
        <message>
            <source>Layer {layer} ({parameter}) has no polygons: choose a layer of areas.</source>
            <translation>图层 {layer}（{parameter}）不是面图层：请选择面图层。</translation>
        </message>
        <message>
            <source>Layer {layer} cannot be brought into {crs}: set its CRS.</source>
            <translation>图层 {layer} 无法转换到 {crs}：请为它设置坐标系。</translation>
        </message>
        <message>
            <source>Layer {layer} cannot be edited.</source>
            <translation>图层 {layer} 不能编辑。</translation>
        </message>
        <message>
            <source>Layer {layer} cannot be in the coordinate system that it says: {stated}. Its coordinates are those of {crs}: set that in its properties.</source>
            <translation>图层 {layer} 的坐标不可能属于其所标的坐标系：{stated}。其坐标属于 {crs}：请在图层属性中改为该坐标系。</translation>
        </message>
        <message>
            <source>Layer {layer} cannot be in the coordinate system that it says: {stated}. These are no degrees: find out in which zone it was surveyed, and set that in its properties.</source>
            <translation>图层 {layer} 的坐标不可能属于其所标的坐标系：{stated}。这些数值不是经纬度：请查明测量所用的投影带，并在图层属性中设置。</translation>
        </message>
        <message>
            <source>Layer {layer} cannot be opened: check that its file or database is still there.</source>
            <translation>图层 {layer} 无法打开：请检查其文件或数据库是否还在。</translation>
        </message>
        <message>
            <source>Layer {layer} does not cover {count} zones wholly (the first is {zone}); that land has no {label}.</source>
            <translation>图层 {layer} 没有完全覆盖 {count} 个统计单元（第一个是 {zone}）；未覆盖部分没有“{label}”。</translation>
        </message>
        <message>
            <source>Layer {layer} has no camera: it has no point.</source>
            <translation>图层 {layer} 中没有摄像头：没有任何点。</translation>
        </message>
        <message>
            <source>Layer {layer} has no coordinate system, and its coordinates do not tell it: set it in the layer's properties.</source>
            <translation>图层 {layer} 没有坐标系，从坐标也无法判断：请在图层属性中设置。</translation>
        </message>
        <message>
            <source>Layer {layer} has no coordinate system, so it cannot be brought to {crs}: set the layer's coordinate system in its properties.</source>
            <translation>图层 {layer} 没有坐标系，无法转换到 {crs}：请在图层属性中设置坐标系。</translation>
        </message>
        <message>
            <source>Layer {layer} has no coordinate system: set one in its properties.</source>
            <translation>图层 {layer} 没有坐标系：请在其属性中设置。</translation>
        </message>
        <message>
            <source>Layer {layer} has no field of batches, so batch {batch} cannot be found: name the field in BATCH_FIELD.</source>
            <translation>图层 {layer} 没有批次字段，找不到批次 {batch}：请在 BATCH_FIELD 中指定字段。</translation>
        </message>
        <message>
            <source>Layer {layer} has no field of names: choose one in NEIGHBOUR_FIELD; it has {fields}.</source>
            <translation>图层 {layer} 没有名称字段：请在 NEIGHBOUR_FIELD 中选择；现有字段为 {fields}。</translation>
        </message>
        <message>
            <source>Layer {layer} has no field with labels: name one in {parameter}.</source>
            <translation>图层 {layer} 没有可作标注的字段：请在 {parameter} 中指定。</translation>
        </message>
        <message>
            <source>Layer {layer} has no field with the year of a batch: name it in YEAR_FIELD; it has {fields}.</source>
            <translation>图层 {layer} 没有批次年度字段：请在 YEAR_FIELD 中指定；现有字段为 {fields}。</translation>
        </message>
        <message>
            <source>Layer {layer} has no field with the year or the date of approval: name one in YEAR_FIELD; it has {fields}.</source>
            <translation>图层 {layer} 没有批准年度或批复日期字段，请在 YEAR_FIELD 中指定；现有字段：{fields}。</translation>
        </message>
        <message>
            <source>Layer {layer} has no field {field} ({meaning}); it has: {fields}. Choose the field in the tool, rename it to {field}, or add its name to the aliases in resources/roles/fields.csv.</source>
            <translation>图层 {layer} 没有字段 {field}（{meaning}）；现有字段：{fields}。请在工具中指定字段，或改名为 {field}，或把字段名加入 resources/roles/fields.csv 的别名。</translation>
        </message>
        <message>
            <source>Layer {layer} has no field {field} ({parameter}): choose one of {fields}.</source>
            <translation>图层 {layer} 没有字段 {field}（{parameter}）：请从 {fields} 中选择。</translation>
        </message>
        <message>
            <source>Layer {layer} has no field {field}; it has: {fields}.</source>
            <translation>图层 {layer} 没有字段 {field}；现有字段：{fields}。</translation>
        </message>
        <message>
            <source>Layer {layer} has no line: draw one, or give an azimuth instead.</source>
            <translation>图层 {layer} 中没有线：请画一条，或改用方位角。</translation>
        </message>
        <message>
            <source>Layer {layer} has no parcels with {field} = {batch}: choose one of {batches}.</source>
            <translation>图层 {layer} 中没有 {field} = {batch} 的地块：请从 {batches} 中选择。</translation>
        </message>
        <message>
            <source>Layer {layer} has no points: choose a layer of points.</source>
            <translation>图层 {layer} 没有点：请选择点图层。</translation>
        </message>
        <message>
            <source>Layer {layer} has no polygons: choose a layer of areas.</source>
            <translation>图层 {layer} 没有面：请选择面图层。</translation>
        </message>
        <message>
            <source>Layer {layer} holds no points: choose another layer, or clear its filter and selection.</source>
            <translation>图层 {layer} 中没有点：请选择其他图层，或清除过滤和选择集。</translation>
        </message>
        <message>
            <source>Layer {layer} holds no polygons: choose another layer, or clear its filter and selection.</source>
            <translation>图层 {layer} 中没有面要素：请换一个图层，或清除其过滤条件和选择。</translation>
        </message>
        <message>
            <source>Layer {layer} is a drawing: its closed lines become parcels by the tool “Import parcels”; take its result.</source>
            <translation>图层 {layer} 是 CAD 图形：请先用“导入地块”把其中的闭合线读成地块，再使用其结果。</translation>
        </message>
        <message>
            <source>Layer {layer} is in degrees ({crs}), but plane coordinates are needed: export it to its Gauss-Krüger zone first.</source>
            <translation>图层 {layer} 以度为单位（{crs}），而这里需要平面坐标：请先将其导出为所在高斯-克吕格带的坐标系。</translation>
        </message>
        <message>
            <source>Layer {layer} is in {crs}, which is no Gauss-Krüger zone: choose that of your county's survey (by its place {zone}, or the zone beside it) as the coordinate system on paper (CRS), and the parcels are transformed.</source>
            <translation>图层 {layer} 的坐标系是 {crs}，不是高斯-克吕格投影带：请在“成果坐标系”（CRS）中选择本县测量所用的投影带（按位置为 {zone}，或其相邻带），地块将转换到该坐标系。</translation>
        </message>
        <message>
            <source>Layer {layer} is in {own}; its parcels are measured and printed in {crs}.</source>
            <translation>图层 {layer} 的坐标系是 {own}；地块按 {crs} 量算和打印。</translation>
        </message>
        <message>
            <source>Layer {layer} is in {source} and would be brought to {target}: these stand on different datums, and no shift between them is known, so that land would lie up to 200 m off. Enter the office's parameters or common points in {table} (folder of the office's tables), or ask the survey office for the layer in {target}.</source>
            <translation>图层 {layer} 采用 {source}，需转换到 {target}：两者基准不同，且没有已知的转换参数，直接套合会偏差可达 200 米。请在 {table}（单位数据文件夹）中填入本单位的转换参数或公共点，或向测绘部门索取 {target} 的图层。</translation>
        </message>
        <message>
            <source>Layer {layer} is no raster file: save it as GeoTIFF first.</source>
            <translation>图层 {layer} 不是栅格文件：请先另存为 GeoTIFF。</translation>
        </message>
        <message>
            <source>Layer {layer} is not in editing: switch editing on first.</source>
            <translation>图层 {layer} 不在编辑状态：请先开启编辑。</translation>
        </message>
        <message>
            <source>Layer {layer} leaves {area} m² of parcel {number} uncovered; the tables show them as not covered.</source>
            <translation>图层 {layer} 未覆盖地块 {number} 的 {area} 平方米；表中列为未覆盖。</translation>
        </message>
        <message>
            <source>Layer {layer} leaves {count} zones partly uncovered, together {area} m² (the first: {zone}, {part} m²).</source>
            <translation>图层 {layer} 未完全覆盖 {count} 个统计单元，共 {area} 平方米（第一个：{zone}，{part} 平方米）。</translation>
        </message>
        <message>
            <source>Layer {layer} lies {distance} km beside {first}: they have no land in common.</source>
            <translation>图层 {layer} 与 {first} 相距 {distance} 公里：两者没有重合的土地。</translation>
        </message>
        <message>
            <source>Layer {layer} was not read as it stands in its file, so nothing was made of it: close other programs that write to the file and run again; if that does not help, the file is damaged: get it again.</source>
            <translation>图层 {layer} 读出的内容与文件不符，未生成任何成果：请关闭正在写入该文件的其他程序后重新运行；仍不行则文件已损坏，请重新获取。</translation>
        </message>
        <message>
            <source>Layer {layer} was not recognised as a red line: it is not drawn and not checked on the sheets.</source>
            <translation>图层 {layer} 未被识别为红线：页上不绘出也不核查。</translation>
        </message>
        <message>
            <source>Layer {layer} was switched off and is shown now.</source>
            <translation>图层“{layer}”原为关闭状态，现已显示。</translation>
        </message>
        <message>
            <source>Layer {layer}, feature {fid} (batch {number}), field {field}: new construction land has to be a number from 0 to the {area} mu of the batch: correct it, or give the land use (LANDUSE) instead.</source>
            <translation>图层 {layer} 要素 {fid}（批次 {number}）字段 {field}：新增建设用地应为 0 到批次面积 {area} 亩之间的数，请改正，或改用地类图斑（LANDUSE）。</translation>
        </message>
        <message>
            <source>Layer {layer}, feature {fid} ({name}): left out, {reason}.</source>
            <translation>图层 {layer}，要素 {fid}（{name}）：已略去，{reason}。</translation>
        </message>
        <message>
            <source>Layer {layer}, feature {fid}, field {field}: {code} is not a class of {scheme} ({count} patches have such codes: {codes}): correct them, choose another scheme or give a table of classes (CSV).</source>
            <translation>图层 {layer}，要素 {fid}，字段 {field}：{code} 不是{scheme}的地类（共 {count} 个图斑有此类编码：{codes}）：请更正，或选择其他分类体系，或提供自定义地类表（CSV）。</translation>
        </message>
        <message>
            <source>Layer {layer}, feature {fid}, field {field}: “{value}” is none of {allowed}: correct it.</source>
            <translation>图层 {layer} 要素 {fid} 字段 {field}：“{value}”不是 {allowed} 之一，请改正。</translation>
        </message>
        <message>
            <source>Layer {layer}, feature {fid}: field {field} holds no area: fill it in, or leave AREA_FIELD empty.</source>
            <translation>图层 {layer} 要素 {fid}：字段 {field} 中没有面积：请补填，或将 AREA_FIELD 留空。</translation>
        </message>
        <message>
            <source>Layer {layer}, feature {fid}: field {field} holds no reclaimed land in mu: fill it in.</source>
            <translation>图层 {layer} 要素 {fid}：字段 {field} 没有复垦耕地面积（亩），请填写。</translation>
        </message>
        <message>
            <source>Layer {layer}, feature {fid}: has no area: choose a layer of areas for the grid of candidates.</source>
            <translation>图层 {layer} 要素 {fid} 没有面积：候选格网应选面图层。</translation>
        </message>
        <message>
            <source>Layer {layer}, feature {fid}: its outline crosses itself near {place}; the land on both sides of the crossing counts, once (even-odd rule): mend it with the vertex tool or Fix geometries.</source>
            <translation>图层 {layer}，要素 {fid}：边界自相交，位置约在 {place}；交点两侧的土地均计入一次（奇偶规则）：请用节点工具修改，或运行“修正几何图形”。</translation>
        </message>
        <message>
            <source>Layer {layer}, feature {fid}: its parts have {together} m² together, {difference} m² more or less than its {whole} m²: the official procedure rounds the corners of each part.</source>
            <translation>图层 {layer}，要素 {fid}：各部分合计 {together} 平方米，与原面积 {whole} 平方米相差 {difference} 平方米：椭球面积算法对每一部分的界址点坐标取位。</translation>
        </message>
        <message>
            <source>Layer {layer}, feature {fid}: left out, it has no polygon.</source>
            <translation>图层 {layer} 要素 {fid}：没有图形，未采用。</translation>
        </message>
        <message>
            <source>Layer {layer}, feature {fid}: left out, the polygon is invalid ({reason}) near {place}.</source>
            <translation>图层 {layer}，要素 {fid}：未采用，图形无效（{reason}），位置约在 {place}。</translation>
        </message>
        <message>
            <source>Layer {layer}, feature {fid}: left out, {reason}.</source>
            <translation>图层 {layer}，要素 {fid}：未采用，{reason}。</translation>
        </message>
        <message>
            <source>Layer {layer}, feature {fid}: left whole. {reason}</source>
            <translation>图层 {layer}，要素 {fid}：未分割。{reason}</translation>
        </message>
        <message>
            <source>Layer {layer}, feature {fid}: not measured, a coordinate lies outside of {crs}.</source>
            <translation>图层 {layer} 要素 {fid}：坐标超出 {crs} 的范围，未量算。</translation>
        </message>
        <message>
            <source>Layer {layer}, feature {fid}: the legal area in field {field} is {value}: it cannot be negative.</source>
            <translation>图层 {layer} 要素 {fid}：字段 {field} 的永久基本农田面积为 {value}，不能为负。</translation>
        </message>
        <message>
            <source>Layer {layer}, feature {fid}: the parcel number ({field}) is empty: give the parcel a number.</source>
            <translation>图层 {layer}，要素 {fid}：地块编号（{field}）为空：请填写地块编号。</translation>
        </message>
        <message>
            <source>Layer {layer}, feature {fid}: the polygon is invalid ({reason}) near {place}: mend it with the vertex tool or Fix geometries.</source>
            <translation>图层 {layer}，要素 {fid}：图形无效（{reason}），位置约在 {place}：请用节点工具修改，或运行“修正几何图形”。</translation>
        </message>
        <message>
            <source>Layer {layer}, feature {fid}: the polygon is invalid ({reason}): repair it with Fix geometries.</source>
            <translation>图层 {layer}，要素 {fid}：图形无效（{reason}）：请运行“修正几何图形”。</translation>
        </message>
        <message>
            <source>Layer {layer}, feature {fid}: the recorded patch area ({field}) is missing or not positive ({count} patches): fill it in, or choose official areas.</source>
            <translation>图层 {layer} 要素 {fid}：图斑面积（{field}）为空或不是正数（共 {count} 个图斑）：请补填，或改用椭球面积。</translation>
        </message>
        <message>
            <source>Layer {layer}, feature {fid}: the ridge coefficient ({field}) is {value}: it must be at least 0 and less than 1; correct the patch.</source>
            <translation>图层 {layer} 要素 {fid}：田坎系数（{field}）为 {value}：应大于等于 0 且小于 1，请改正图斑。</translation>
        </message>
        <message>
            <source>Layer {layer}, feature {fid}: {reason} ({count} such features): put the vertex right, or give the layer its true coordinate system.</source>
            <translation>图层 {layer}，要素 {fid}：{reason}（共 {count} 个这样的要素）：请改正该节点，或为图层设置正确的坐标系。</translation>
        </message>
        <message>
            <source>Layer {layer}, feature {fid}: {value} in field {field} is no height: give metres above the ground, 0 or more.</source>
            <translation>图层 {layer} 要素 {fid}：字段 {field} 的值 {value} 不是高度：应为离地高度（米），不小于 0。</translation>
        </message>
        <message>
            <source>Layer {layer}, feature {fid}: “{value}” in field {field} is not a date with one meaning: write it as year, month and day, such as 2021-03-06, or leave it empty.</source>
            <translation>图层 {layer}，要素 {fid}：字段 {field} 的值“{value}”不是含义唯一的日期：请按年月日填写，如 2021-03-06，或留空。</translation>
        </message>
        <message>
            <source>Layer {layer}, feature {fid}: “{value}” in field {field} is not a moment with one meaning: write day and time, such as 2021-03-06 15:40, or leave it empty.</source>
            <translation>图层 {layer}，要素 {fid}：字段 {field} 的“{value}”不是含义唯一的时刻：请写明日期和时间，如 2021-03-06 15:40，或留空。</translation>
        </message>
        <message>
            <source>Layer {layer}, feature {fid}: “{value}” in field {field} is not a number with one meaning: write it plainly, such as 1234.56. Values of this kind in the field: {count}.</source>
            <translation>图层 {layer}，要素 {fid}：字段 {field} 的值“{value}”不是含义唯一的数值：请直接写成数字，如 1234.56。该字段此类值共 {count} 个。</translation>
        </message>
        <message>
            <source>Layer {layer}, feature {fid}: “{value}” in field {field} means neither yes ({yes} …) nor no ({no} …): correct it, or add the word to the rules tractplan.yes or tractplan.no.</source>
            <translation>图层 {layer}，要素 {fid}：字段 {field} 的值“{value}”既不表示“是”（{yes} 等），也不表示“否”（{no} 等）：请更正，或将该词加入规则 tractplan.yes 或 tractplan.no。</translation>
        </message>
        <message>
            <source>Layer {layer}, feature {fid}: “{value}” in field {field} names no year: write it in four digits, such as 2021.</source>
            <translation>图层 {layer}，要素 {fid}：字段 {field} 的值“{value}”不是年份：请填写四位数字，如 2021。</translation>
        </message>
        <message>
            <source>Layer {layer}, field {field}: {codes} ({count} patches) are not classes of {scheme}: correct them, choose another scheme or give a table of classes (CSV).</source>
            <translation>图层 {layer} 字段 {field}：{codes}（{count} 个图斑）不是{scheme}的地类：请改正编码，或选择其他分类体系，或给出地类表（CSV）。</translation>
        </message>
        <message>
            <source>Layer {layer}, parcel {number} (feature {fid}): the polygon is invalid ({reason}) near {place}: mend it with the vertex tool or Fix geometries.</source>
            <translation>图层 {layer}，地块 {number}（要素 {fid}）：图形无效（{reason}），位置约在 {place}：请用节点工具修改，或运行“修正几何图形”。</translation>
        </message>
        <message>
            <source>Layer {layer}, zone {zone}: it meets no target that could take its numbers: they are left out.</source>
            <translation>图层 {layer}，区域 {zone}：不涉及任何可以分摊的目标，其数未参与分摊。</translation>
        </message>
        <message>
            <source>Layer {layer}, zone {zone}: {share} % of what it is shared out by lies in no target; the targets that it meets take that share too.</source>
            <translation>图层 {layer}，区域 {zone}：分摊依据有 {share}% 不在任何目标内；这一份由它涉及的目标一并承担。</translation>
        </message>
        <message>
            <source>Layer {layer}: brought from {source} to {target} by the office's parameters {name}.</source>
            <translation>图层 {layer}：按本单位参数 {name} 由 {source} 转换到 {target}。</translation>
        </message>
        <message>
            <source>Layer {layer}: brought from {source} to {target} by {count} common points ({name}); the largest residual is {residual} m (point {point}).</source>
            <translation>图层 {layer}：按 {count} 个公共点（{name}）由 {source} 转换到 {target}；最大残差 {residual} 米（点 {point}）。</translation>
        </message>
        <message>
            <source>Layer {layer}: choose the fields whose numbers are shared out.</source>
            <translation>图层 {layer}：请选择要分摊的数值字段。</translation>
        </message>
        <message>
            <source>Layer {layer}: field {field} holds no numbers, so it cannot be shared out.</source>
            <translation>图层 {layer}：字段 {field} 不是数值，无法分摊。</translation>
        </message>
        <message>
            <source>Layer {layer}: field {field} holds no numbers, so it has no sum.</source>
            <translation>图层 {layer}：字段 {field} 不是数值，不能求和。</translation>
        </message>
        <message>
            <source>Layer {layer}: its texts are in {found}, though the file says {declared}; they were read as {found}.</source>
            <translation>图层 {layer}：文字实际为 {found} 编码，文件声明为 {declared}；已按 {found} 读取。</translation>
        </message>
        <message>
            <source>Layer {layer}: patches overlap by {area} m² inside feature {fid} of {other}; it is deducted.</source>
            <translation>图层 {layer}：图斑在 {other} 的要素 {fid} 内重叠 {area} 平方米，已扣除。</translation>
        </message>
        <message>
            <source>Layer {layer}: patches overlap by {area} m² where {other} has none; it is deducted.</source>
            <translation>图层 {layer}：图斑在 {other} 没有图斑的地方重叠 {area} 平方米，已扣除。</translation>
        </message>
        <message>
            <source>Layer {layer}: patches overlap inside {count} features of {other}, of which the first {most} are named; all of it is deducted.</source>
            <translation>图层 {layer}：在 {other} 的 {count} 个要素内存在图斑重叠，仅逐一列出前 {most} 个；重叠面积已全部扣除。</translation>
        </message>
        <message>
            <source>Layer {layer}: polygons overlap each other by {area} m² inside the zones, and what lies in both counts for them as often: mend the overlap.</source>
            <translation>图层 {layer}：多边形在区域内相互重叠 {area} 平方米，重叠部分分别计入：请消除重叠。</translation>
        </message>
        <message>
            <source>Layer {layer}: polygons overlap each other by {area} m² inside the zones; the land is counted with the earlier one.</source>
            <translation>图层 {layer}：面之间在统计单元内重叠 {area} 平方米，计入排在前面的一个。</translation>
        </message>
        <message>
            <source>Layer {layer}: the codes in {field} have lost their leading zero, {code} is read as {whole} ({count} different codes): keep class codes as text.</source>
            <translation>图层 {layer}：{field} 中的地类编码丢失了首位的零，{code} 按 {whole} 读取（{count} 种编码）：请以文本保存地类编码。</translation>
        </message>
        <message>
            <source>Layer {layer}: the features {first} and {second} both have the parcel number {number} ({field}): number them apart, or choose another field.</source>
            <translation>图层 {layer}：要素 {first} 与 {second} 的地块编号都是 {number}（{field}）：请分别编号，或选择其他字段。</translation>
        </message>
        <message>
            <source>Layer {layer}: the features {first} and {second} overlap by {area} m²; it is counted once.</source>
            <translation>图层 {layer}：要素 {first} 与 {second} 重叠 {area} 平方米，只计一次。</translation>
        </message>
        <message>
            <source>Layer {layer}: the outlines of {count} more features cross themselves and count so.</source>
            <translation>图层 {layer}：另有 {count} 个要素边界自相交，按同一规则计入。</translation>
        </message>
        <message>
            <source>Layer {layer}: tract number {number} ({field}) occurs more than once: number the tracts apart.</source>
            <translation>图层 {layer}：片区编号 {number}（{field}）重复：请区分编号。</translation>
        </message>
        <message>
            <source>Layer {layer}: village {village} has no control area ({field}): fill it in, or choose official areas.</source>
            <translation>图层 {layer}：村 {village} 没有控制面积（{field}）：请补填，或改用椭球面积。</translation>
        </message>
        <message>
            <source>Layer {layer}: village {village} lies in {count} features that all say {area} m² ({field}); it is taken once, for the whole village.</source>
            <translation>图层 {layer}：村 {village} 由 {count} 个要素组成，各要素均记 {area} 平方米（{field}）；按全村面积计一次。</translation>
        </message>
        <message>
            <source>Layer {layer}: village {village} lies in {count} features, whose control areas ({field}) are added up.</source>
            <translation>图层 {layer}：村 {village} 由 {count} 个要素组成，其控制面积（{field}）相加。</translation>
        </message>
        <message>
            <source>Layer {layer}: village {village} occurs more than once ({field}): merge its polygons first.</source>
            <translation>图层 {layer}：村 {village} 重复出现（{field}）：请先合并其图形。</translation>
        </message>
        <message>
            <source>Layer {layer}: village {village} overlaps an earlier one by {area} m² in parcel {number}; the land is counted with the earlier one.</source>
            <translation>图层 {layer}：村 {village} 在地块 {number} 内与前面的村重叠 {area} 平方米；该部分计入前面的村。</translation>
        </message>
        <message>
            <source>Layer {layer}: {count} features are drawn with arcs (the first: {fid}); they are measured along the arcs, with chords of the same area that lie within 1 mm.</source>
            <translation>图层 {layer}：{count} 个要素含圆弧（首个：{fid}）；按圆弧量算，以面积相等、偏离不超过 1 毫米的弦代替圆弧。</translation>
        </message>
        <message>
            <source>Layer {layer}: {count} features hold points or lines beside their polygons (the first: {fid}); only the polygons count.</source>
            <translation>图层 {layer}：{count} 个要素除面外还含点或线（第一个：{fid}），只计其中的面。</translation>
        </message>
        <message>
            <source>Layer {layer}: {count} features hold several points; every point counts, what its feature says in its fields counts once.</source>
            <translation>图层 {layer}：{count} 个要素含多个点；每个点都计数，其字段数值只计一次。</translation>
        </message>
        <message>
            <source>Layer {layer}: {count} more pairs of features overlap; they are counted once.</source>
            <translation>图层 {layer}：另有 {count} 对要素重叠，均只计一次。</translation>
        </message>
        <message>
            <source>Layer {layer}: {count} pairs of zones overlap, together {area} m² (the first: {first} and {second}); each zone counts its whole land, so the total counts the common land more than once.</source>
            <translation>图层 {layer}：{count} 对统计单元相互重叠，共 {area} 平方米（第一对：{first} 与 {second}）；各单元都计入全部土地，合计中重叠部分重复计入。</translation>
        </message>
        <message>
            <source>Layer {layer}: {count} patches (the first is feature {fid}, {field} = {code}) are in no village of the layer; their areas stay as they are.</source>
            <translation>图层 {layer}：{count} 个图斑（第一个是要素 {fid}，{field} = {code}）不属于图层中的任何村，面积保持不变。</translation>
        </message>
        <message>
            <source>Layer {layer}: {count} patches have no class in {field} (the first is feature {fid}); their land is shown as without a class.</source>
            <translation>图层 {layer}：{count} 个图斑的 {field} 为空（第一个是要素 {fid}）；表中列为未填地类。</translation>
        </message>
        <message>
            <source>Layer {layer}: {count} patches say nothing in {field} (the first is feature {fid}); construction land among them counts as having a legal source.</source>
            <translation>图层 {layer}：{count} 个图斑的 {field} 为空（第一个是要素 {fid}）；其中的建设用地按有合法来源计。</translation>
        </message>
        <message>
            <source>Layer {layer}: {count} points have no value in {field}; they count as nothing in its sum.</source>
            <translation>图层 {layer}：{count} 个点的 {field} 为空，求和时不计入。</translation>
        </message>
        <message>
            <source>Layer {layer}: {count} polygons in the zones have a larger legal area in {field} than they have land (the first is feature {fid}: {value} m²); it counts as it is recorded.</source>
            <translation>图层 {layer}：范围内有 {count} 个图斑的永久基本农田面积（{field}）大于图斑椭球面积（第一个是要素 {fid}：{value} 平方米），按登记的面积计。</translation>
        </message>
        <message>
            <source>Layer {layer}: {count} polygons in the zones have no legal area in {field} (the first is feature {fid}); they count with their area less field ridges.</source>
            <translation>图层 {layer}：范围内有 {count} 个图斑缺少永久基本农田面积（{field}，第一个是要素 {fid}），按图斑面积扣除田坎计。</translation>
        </message>
        <message>
            <source>Layer {layer}: {count} regions lie in several features of one code (the first: {zone}, {features} features); each is one zone.</source>
            <translation>图层 {layer}：{count} 个行政区由代码相同的多个要素组成（首个：{zone}，{features} 个要素）；各作为一个统计区。</translation>
        </message>
        <message>
            <source>Layer {layer}: {count} values of {field} occur more than once ({values}); each feature is a zone of its own.</source>
            <translation>图层 {layer}：{field} 有 {count} 个值重复（{values}），每个要素各作一个统计单元。</translation>
        </message>
        <message>
            <source>Layer {layer}: {count} zones have no value in {field} (the first is {zone}); they count as nothing.</source>
            <translation>图层 {layer}：{count} 个区域的 {field} 为空（第一个是 {zone}），按零计。</translation>
        </message>
        <message>
            <source>Layer {layer}: {lost} of {total} records of {file} are damaged or cut off, the first is that of feature {fid}. Nothing was made of it, for numbers would be wrong: get the file again, or save the layer as a new file, which keeps what is whole, and enter there what is missing.</source>
            <translation>图层 {layer}：文件 {file} 的 {total} 条记录中有 {lost} 条损坏或被截断，第一条为要素 {fid}。为免数值有误，未生成任何成果：请重新获取文件；或将图层另存为新文件（完好的记录会保留），并补录缺失部分。</translation>
        </message>
        <message>
            <source>Layer {layer}: {reason}</source>
            <translation>图层 {layer}：{reason}</translation>
        </message>
        <message>
            <source>Layers</source>
            <translation>图层</translation>
        </message>
        <message>
            <source>Layers kept</source>
            <translation>入库图层</translation>
        </message>
        <message>
            <source>Layers left out</source>
            <translation>未入库图层</translation>
        </message>
        <message>
            <source>Layers not recognised</source>
            <translation>未识别图层</translation>
        </message>
        <message>
            <source>Layers read</source>
            <translation>读取图层数</translation>
        </message>
        <message>
            <source>Layers recognised</source>
            <translation>已识别图层</translation>
        </message>
        <message>
            <source>Layers that divide the zones further</source>
            <translation>划分图层</translation>
        </message>
        <message>
            <source>Layers: {layers}.</source>
            <translation>图层：{layers}。</translation>
        </message>
        <message>
            <source>Laying {count} circles over each other…</source>
            <translation>正在叠加 {count} 个覆盖圈…</translation>
        </message>
        <message>
            <source>Least accuracy (m)</source>
            <translation>最低定位精度（米）</translation>
        </message>
        <message>
            <source>Least share of public-benefit land (%)</source>
            <translation>公益性用地比例下限（%）</translation>
        </message>
        <message>
            <source>Leave out cameras without elevation</source>
            <translation>跳过没有高程的摄像头</translation>
        </message>
        <message>
            <source>Ledger</source>
            <translation>台账</translation>
        </message>
        <message>
            <source>Ledger of construction land quotas</source>
            <translation>新增建设用地指标台账</translation>
        </message>
        <message>
            <source>Left empty, every camera has the radius below; a camera whose radius is empty has it too.</source>
            <translation>留空时所有摄像头采用下面的半径；字段值为空的摄像头也采用它。</translation>
        </message>
        <message>
            <source>Left empty, the layers are added to the open project.</source>
            <translation>留空时，图层加入当前打开的工程。</translation>
        </message>
        <message>
            <source>Left empty: 2 for m², 4 for the other units.</source>
            <translation>留空时：平方米 2 位，其他单位 4 位。</translation>
        </message>
        <message>
            <source>Left empty: as many as the numbers of the field have.</source>
            <translation>留空：与字段中的数相同。</translation>
        </message>
        <message>
            <source>Left empty: the official area. Only for offices that ask for another number.</source>
            <translation>留空时写椭球面积；仅当审批单位要求其他数值时使用。</translation>
        </message>
        <message>
            <source>Left empty: {decimals}.</source>
            <translation>留空时：{decimals} 位。</translation>
        </message>
        <message>
            <source>Left empty: 仿宋, 宋体, or what is installed of them.</source>
            <translation>留空：仿宋、宋体或已安装的同类字体。</translation>
        </message>
        <message>
            <source>Left empty: 方正小标宋, 黑体, or what is installed of them.</source>
            <translation>留空：方正小标宋、黑体或已安装的同类字体。</translation>
        </message>
        <message>
            <source>Leftover</source>
            <translation>边角剩余</translation>
        </message>
        <message>
            <source>Legal farmland area</source>
            <translation>永久基本农田面积</translation>
        </message>
        <message>
            <source>Legal farmland area (m²)</source>
            <translation>永久基本农田面积（平方米）</translation>
        </message>
        <message>
            <source>Legend</source>
            <translation>图例</translation>
        </message>
        <message>
            <source>Lens above the ground, m, for example on an existing tower; the height of a new mast where empty.</source>
            <translation>镜头离地高度（米），例如既有铁塔；为空时取新建杆塔挂高。</translation>
        </message>
        <message>
            <source>Lens above the ground, m. Found by name (camera_height …) where left empty.</source>
            <translation>镜头离地高度（米）。留空则按名称（camera_height 等）自动查找。</translation>
        </message>
        <message>
            <source>Lens above the ground.</source>
            <translation>镜头离地高度。</translation>
        </message>
        <message>
            <source>Level</source>
            <translation>级别</translation>
        </message>
        <message>
            <source>Level of classes</source>
            <translation>地类级别</translation>
        </message>
        <message>
            <source>Limit</source>
            <translation>限值</translation>
        </message>
        <message>
            <source>Line</source>
            <translation>行号</translation>
        </message>
        <message>
            <source>Line of sight over cells of {cell:g} m; target {target:g} m above the ground; refraction coefficient {refraction:g}. A cell belongs to a circle, and is seen, by its middle.</source>
            <translation>按 {cell:g} 米像元通视分析；目标离地 {target:g} 米；折光系数 {refraction:g}。像元是否在圈内、是否看见按其中心判断。</translation>
        </message>
        <message>
            <source>Line parallel to which it is cut</source>
            <translation>平行的切线</translation>
        </message>
        <message>
            <source>Lines to the hazards</source>
            <translation>到隐患点的连线</translation>
        </message>
        <message>
            <source>Lines violated</source>
            <translation>所越红线</translation>
        </message>
        <message>
            <source>Lines whose ends are no farther apart become outlines; others are named in the report.</source>
            <translation>首尾相距不超过此值的线作为边界；其余在报告中列出。</translation>
        </message>
        <message>
            <source>Lines within which parcels must lie</source>
            <translation>地块必须位于其内的界线</translation>
        </message>
        <message>
            <source>Lines within which zones must lie</source>
            <translation>必须位于其内的界线</translation>
        </message>
        <message>
            <source>Linked increase and decrease</source>
            <translation>增减挂钩</translation>
        </message>
        <message>
            <source>List of parcels</source>
            <translation>地块清单</translation>
        </message>
        <message>
            <source>List of patches</source>
            <translation>图斑清单</translation>
        </message>
        <message>
            <source>Live tally</source>
            <translation>实时统计</translation>
        </message>
        <message>
            <source>Load</source>
            <translation>加载</translation>
        </message>
        <message>
            <source>Load county layers</source>
            <translation>加载县域图层</translation>
        </message>
        <message>
            <source>Load your own layers…</source>
            <translation>加载自己的图层…</translation>
        </message>
        <message>
            <source>Location</source>
            <translation>位置</translation>
        </message>
        <message>
            <source>Location in the county</source>
            <translation>在县内的位置</translation>
        </message>
        <message>
            <source>Location of the tract</source>
            <translation>片区位置</translation>
        </message>
        <message>
            <source>Location of tract {tract}</source>
            <translation>{tract}位置图</translation>
        </message>
        <message>
            <source>Log</source>
            <translation>记录</translation>
        </message>
        <message>
            <source>Long table</source>
            <translation>长表</translation>
        </message>
        <message>
            <source>Longitude (°)</source>
            <translation>经度（°）</translation>
        </message>
        <message>
            <source>Longitude and latitude as</source>
            <translation>经纬度写法</translation>
        </message>
        <message>
            <source>Longitude, latitude</source>
            <translation>经度、纬度</translation>
        </message>
        <message>
            <source>Longitudes and latitudes are those of {crs}.</source>
            <translation>经纬度为 {crs} 的经纬度。</translation>
        </message>
        <message>
            <source>Looked at from this second of the round</source>
            <translation>本轮开始后第几秒起监看</translation>
        </message>
        <message>
            <source>Looking from {count} cameras…</source>
            <translation>正在从 {count} 个摄像头观察…</translation>
        </message>
        <message>
            <source>Looking from {count} candidates…</source>
            <translation>正在从 {count} 个候选点观察…</translation>
        </message>
        <message>
            <source>Looks within the round</source>
            <translation>时限内看到次数</translation>
        </message>
        <message>
            <source>Loss</source>
            <translation>减少</translation>
        </message>
        <message>
            <source>Made anew; a Shapefile with its .shx, .dbf, .prj and .cpg.</source>
            <translation>新建文件；Shapefile 连同 .shx、.dbf、.prj、.cpg。</translation>
        </message>
        <message>
            <source>Made at</source>
            <translation>制作时间</translation>
        </message>
        <message>
            <source>Made by</source>
            <translation>填表</translation>
        </message>
        <message>
            <source>Made on this machine in the background: about a minute, {size} MB in your QGIS profile.</source>
            <translation>在本机后台生成：约一分钟，占用 QGIS 用户配置 {size} MB。</translation>
        </message>
        <message>
            <source>Made with</source>
            <translation>制作软件</translation>
        </message>
        <message>
            <source>Mail</source>
            <translation>邮件</translation>
        </message>
        <message>
            <source>Major classes: by the office's own table {file}.</source>
            <translation>三大类：按本单位口径表 {file}。</translation>
        </message>
        <message>
            <source>Make the whole demo county…</source>
            <translation>生成完整示范县…</translation>
        </message>
        <message>
            <source>Make this a parcel</source>
            <translation>存为地块</translation>
        </message>
        <message>
            <source>Map offset or place</source>
            <translation>坐标偏移或点位</translation>
        </message>
        <message>
            <source>Map sheet</source>
            <translation>图幅号</translation>
        </message>
        <message>
            <source>Map sheet {name}</source>
            <translation>勘测定界图 {name}</translation>
        </message>
        <message>
            <source>Map sheet {number}</source>
            <translation>图幅号 {number}</translation>
        </message>
        <message>
            <source>Map sheets</source>
            <translation>图件</translation>
        </message>
        <message>
            <source>Map sheets of this…</source>
            <translation>为此制作图件…</translation>
        </message>
        <message>
            <source>Map with names</source>
            <translation>矢量底图（含注记）</translation>
        </message>
        <message>
            <source>Maps and satellite images of Tianditu, by your own key</source>
            <translation>天地图矢量和影像底图，使用本单位的密钥</translation>
        </message>
        <message>
            <source>Marginal and cumulative gain as a picture.</source>
            <translation>增量与累计增益图。</translation>
        </message>
        <message>
            <source>Mark the finding as dealt with, or open it again; the project keeps it</source>
            <translation>将此问题标记为已处理，或重新打开；标记保存在工程中</translation>
        </message>
        <message>
            <source>Marking</source>
            <translation>图面标注</translation>
        </message>
        <message>
            <source>Mast (m)</source>
            <translation>挂高（米）</translation>
        </message>
        <message>
            <source>Mast camera</source>
            <translation>高空监控</translation>
        </message>
        <message>
            <source>Mast height</source>
            <translation>挂高</translation>
        </message>
        <message>
            <source>Mast height (m)</source>
            <translation>挂高（米）</translation>
        </message>
        <message>
            <source>Mast height where there is none (m)</source>
            <translation>缺省挂高（米）</translation>
        </message>
        <message>
            <source>Masts in the order of their gain</source>
            <translation>按增益排序的杆塔</translation>
        </message>
        <message>
            <source>Matches</source>
            <translation>挂接清单</translation>
        </message>
        <message>
            <source>Matrix</source>
            <translation>转移矩阵</translation>
        </message>
        <message>
            <source>May become</source>
            <translation>可对应</translation>
        </message>
        <message>
            <source>Mean slope grade</source>
            <translation>平均坡度级别</translation>
        </message>
        <message>
            <source>Measure in mu and hectares</source>
            <translation>按亩和公顷量算</translation>
        </message>
        <message>
            <source>Measured</source>
            <translation>量算</translation>
        </message>
        <message>
            <source>Measured polygons</source>
            <translation>量算结果</translation>
        </message>
        <message>
            <source>Measuring farmland…</source>
            <translation>正在量算耕地…</translation>
        </message>
        <message>
            <source>Measuring parcels by village and class…</source>
            <translation>正在按村和地类量算地块…</translation>
        </message>
        <message>
            <source>Measuring the base year…</source>
            <translation>正在量算基期年…</translation>
        </message>
        <message>
            <source>Measuring the farmland…</source>
            <translation>正在量算永久基本农田…</translation>
        </message>
        <message>
            <source>Measuring the target year…</source>
            <translation>正在量算目标年…</translation>
        </message>
        <message>
            <source>Measuring villages…</source>
            <translation>正在量算各村…</translation>
        </message>
        <message>
            <source>Measuring {zones} zones by class…</source>
            <translation>正在量算 {zones} 个统计单元的地类面积…</translation>
        </message>
        <message>
            <source>Median</source>
            <translation>用时中位数</translation>
        </message>
        <message>
            <source>Members</source>
            <translation>成员数</translation>
        </message>
        <message>
            <source>Message</source>
            <translation>说明</translation>
        </message>
        <message>
            <source>Messages</source>
            <translation>消息</translation>
        </message>
        <message>
            <source>Messages are off: switch them on in Messages…</source>
            <translation>消息未启用：请在“消息…”中启用。</translation>
        </message>
        <message>
            <source>Messages count cases by township and village and name no persons. Addresses are kept in QGIS's authentication database, encrypted, and nowhere else.</source>
            <translation>消息只按乡镇、村统计案件数，不含个人姓名和电话。地址加密保存在 QGIS 认证数据库中，别处不存。</translation>
        </message>
        <message>
            <source>Messages…</source>
            <translation>消息…</translation>
        </message>
        <message>
            <source>Method</source>
            <translation>方法</translation>
        </message>
        <message>
            <source>Metres</source>
            <translation>米</translation>
        </message>
        <message>
            <source>Metres above the ground from which something is seen by at least one camera; 0 where the ground itself is seen.</source>
            <translation>目标离地多少米才能被至少一个摄像头看见；看得见地面处为 0。</translation>
        </message>
        <message>
            <source>Metres above the ground.</source>
            <translation>离地高度（米）。</translation>
        </message>
        <message>
            <source>Metres on the ellipsoid. 3 to 4 km are usual for masts of 30 to 60 m; others are told.</source>
            <translation>椭球面上的米数。30～60 米高的铁塔通常为 3～4 公里，其他数值会提示。</translation>
        </message>
        <message>
            <source>Mine</source>
            <translation>我的</translation>
        </message>
        <message>
            <source>Missing field</source>
            <translation>缺少字段</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Month</source>
            <translation>月份</translation>
        </message>
        <message>
            <source>Months</source>
            <translation>逐月情况</translation>
        </message>
        <message>
            <source>Most tilts are negative: a camera that looks down has a negative tilt here.</source>
            <translation>多数俯仰角为负：此处向下看的俯仰角为负。</translation>
        </message>
        <message>
            <source>Move a vertex (live tally)</source>
            <translation>移动节点（实时统计）</translation>
        </message>
        <message>
            <source>Move east (m)</source>
            <translation>东向平移（米）</translation>
        </message>
        <message>
            <source>Move north (m)</source>
            <translation>北向平移（米）</translation>
        </message>
        <message>
            <source>Mu</source>
            <translation>亩</translation>
        </message>
        <message>
            <source>Must be inside</source>
            <translation>必须位于其内</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>Name a case file (CASES), or a PostgreSQL connection and its schema.</source>
            <translation>请指定案卷库（CASES），或 PostgreSQL 连接及其模式。</translation>
        </message>
        <message>
            <source>Name after</source>
            <translation>变更后名称</translation>
        </message>
        <message>
            <source>Name before</source>
            <translation>变更前名称</translation>
        </message>
        <message>
            <source>Name either a GeoPackage (OUTPUT) or a PostgreSQL connection and its schema.</source>
            <translation>请指定 GeoPackage（OUTPUT），或者 PostgreSQL 连接及其模式，二者选一。</translation>
        </message>
        <message>
            <source>Name of the rule</source>
            <translation>规则名称</translation>
        </message>
        <message>
            <source>Name of the shift</source>
            <translation>参数名称</translation>
        </message>
        <message>
            <source>Name of the state</source>
            <translation>状态名称</translation>
        </message>
        <message>
            <source>Name the folder for list and packages (OUTPUT).</source>
            <translation>请指定清单和外业包的文件夹（OUTPUT）。</translation>
        </message>
        <message>
            <source>Name the folder in which the pictures are kept (PICTURES).</source>
            <translation>请指定存放照片的文件夹（PICTURES）。</translation>
        </message>
        <message>
            <source>Name the schema of the database to write into (SCHEMA).</source>
            <translation>请指定要写入的数据库模式（SCHEMA）。</translation>
        </message>
        <message>
            <source>Name the schema of {connection} to write into (SCHEMA).</source>
            <translation>请指定要写入的 {connection} 的模式（SCHEMA）。</translation>
        </message>
        <message>
            <source>Name within the text</source>
            <translation>文字中的名称</translation>
        </message>
        <message>
            <source>Names of the layers</source>
            <translation>图层名称</translation>
        </message>
        <message>
            <source>Names the row in the list of matches; the feature id where left empty.</source>
            <translation>在挂接清单中标明该行；留空用要素编号。</translation>
        </message>
        <message>
            <source>Narrowest field of view (°)</source>
            <translation>最小视场角（°）</translation>
        </message>
        <message>
            <source>Near end of the error (m)</source>
            <translation>误差近端（米）</translation>
        </message>
        <message>
            <source>Nearest hazard</source>
            <translation>最近隐患点</translation>
        </message>
        <message>
            <source>Nearest hazards</source>
            <translation>周边隐患点</translation>
        </message>
        <message>
            <source>Needed</source>
            <translation>是否必需</translation>
        </message>
        <message>
            <source>Needed for periods.</source>
            <translation>按时段统计时需要。</translation>
        </message>
        <message>
            <source>Neighbours</source>
            <translation>四至</translation>
        </message>
        <message>
            <source>Neither header nor eastings tell the coordinate system: name it.</source>
            <translation>文件头和横坐标都无法判断坐标系：请指定坐标系。</translation>
        </message>
        <message>
            <source>Net change</source>
            <translation>净变化</translation>
        </message>
        <message>
            <source>New building</source>
            <translation>建新</translation>
        </message>
        <message>
            <source>New case file…</source>
            <translation>新建案卷库…</translation>
        </message>
        <message>
            <source>New construction land</source>
            <translation>新增建设用地</translation>
        </message>
        <message>
            <source>New construction land (ha)</source>
            <translation>新增建设用地（公顷）</translation>
        </message>
        <message>
            <source>New construction land (mu)</source>
            <translation>新增建设用地（亩）</translation>
        </message>
        <message>
            <source>New construction land comes from the land use (LANDUSE) or from the field {field} (NEW_FIELD), not from both: leave one empty.</source>
            <translation>新增建设用地由地类图斑（LANDUSE）或字段 {field}（NEW_FIELD）给出，不能两者并用：请留空一个。</translation>
        </message>
        <message>
            <source>New construction land is agricultural and unused land that is converted. Construction land without a legal source is reported by its earlier class (自然资办函〔2022〕411号): correct its class in the land use first.</source>
            <translation>新增建设用地为转用的农用地与未利用地。无合法来源的建设用地按原地类上报（自然资办函〔2022〕411号），请先在地类图斑中改正。</translation>
        </message>
        <message>
            <source>New tasks</source>
            <translation>新任务</translation>
        </message>
        <message>
            <source>New-build parcels</source>
            <translation>建新地块</translation>
        </message>
        <message>
            <source>Newly built (mu)</source>
            <translation>建新（亩）</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>下一条</translation>
        </message>
        <message>
            <source>No Python with GeoPandas and Dask is named: make an environment with redline[dask] (docs/scale.md) and give its Python in PYTHON, or in the variable {variable}.</source>
            <translation>没有指定装有 GeoPandas 和 Dask 的 Python：请建立装有 redline[dask] 的环境（见 docs/scale.md），并在 PYTHON 参数或环境变量 {variable} 中填写其 Python 程序。</translation>
        </message>
        <message>
            <source>No agreed start</source>
            <translation>无约定开工</translation>
        </message>
        <message>
            <source>No area was declared.</source>
            <translation>未申报面积。</translation>
        </message>
        <message>
            <source>No batch</source>
            <translation>未分批次</translation>
        </message>
        <message>
            <source>No camera stands on known elevation: choose a raster that covers them.</source>
            <translation>没有一个摄像头位于已知高程上：请选择覆盖它们的栅格。</translation>
        </message>
        <message>
            <source>No candidate stands on known elevation: choose a raster that covers them.</source>
            <translation>没有一个候选点位于已知高程上：请选择覆盖它们的栅格。</translation>
        </message>
        <message>
            <source>No case is to be printed: there is no file of case sheets.</source>
            <translation>没有要打印的案件，未生成案卷页文件。</translation>
        </message>
        <message>
            <source>No cases yet.</source>
            <translation>还没有案件。</translation>
        </message>
        <message>
            <source>No choice can gain more than (weighted m²)</source>
            <translation>任何方案的增益上界（加权平方米）</translation>
        </message>
        <message>
            <source>No choice can pass</source>
            <translation>任何方案的上界</translation>
        </message>
        <message>
            <source>No class recorded</source>
            <translation>未填地类</translation>
        </message>
        <message>
            <source>No coordinate system is named: CGCS2000 was assumed.</source>
            <translation>未写坐标系：按 2000 国家大地坐标系处理。</translation>
        </message>
        <message>
            <source>No coordinates can be read from the parcel's {count} rows: left out.</source>
            <translation>该地块的 {count} 行读不出坐标：略去。</translation>
        </message>
        <message>
            <source>No coordinates can be read from {text}: the parcel is left out.</source>
            <translation>“{text}”读不出坐标：略去该地块。</translation>
        </message>
        <message>
            <source>No geometry</source>
            <translation>没有几何</translation>
        </message>
        <message>
            <source>No land of a red line</source>
            <translation>不占用红线</translation>
        </message>
        <message>
            <source>No land use was given (LANDUSE): cultivated land that is built on is not known, and its balance is left open.</source>
            <translation>没有给出地类图斑（LANDUSE）：不知道建新占用多少耕地，耕地差额留空。</translation>
        </message>
        <message>
            <source>No layer was given for this rule.</source>
            <translation>未给出该规则所需的图层。</translation>
        </message>
        <message>
            <source>No layer was given for {parameters}: these columns are left open, and no parcel reaches a stage by them.</source>
            <translation>没有给出 {parameters} 图层：相应各列留空，地块也不会因此到达相应阶段。</translation>
        </message>
        <message>
            <source>No official area could be computed: {reason}</source>
            <translation>无法计算椭球面积：{reason}</translation>
        </message>
        <message>
            <source>No overlap with earlier tracts</source>
            <translation>不与以往片区重叠</translation>
        </message>
        <message>
            <source>No overlap with other tracts</source>
            <translation>片区之间不重叠</translation>
        </message>
        <message>
            <source>No parcel could be read. {file}, line {line}: {message}</source>
            <translation>没有读出任何地块。{file} 第 {line} 行：{message}</translation>
        </message>
        <message>
            <source>No parcel could be read. {where}: {message}</source>
            <translation>没有读到地块。{where}：{message}</translation>
        </message>
        <message>
            <source>No parcel could be read: the files hold none.</source>
            <translation>没有读出任何地块：文件中没有地块。</translation>
        </message>
        <message>
            <source>No patch of {layer} lies in a village of {villages}: its codes ({field}, for example {code}) are not among the villages'.</source>
            <translation>{layer} 的图斑都不属于 {villages} 中的村：其代码（{field}，如 {code}）与村代码不一致。</translation>
        </message>
        <message>
            <source>No pictures.</source>
            <translation>没有图片。</translation>
        </message>
        <message>
            <source>No place</source>
            <translation>无地点</translation>
        </message>
        <message>
            <source>No place has this code</source>
            <translation>没有地点是这个代码</translation>
        </message>
        <message>
            <source>No place has this name</source>
            <translation>没有地点是这个名称</translation>
        </message>
        <message>
            <source>No polygon yet</source>
            <translation>尚未选定图形</translation>
        </message>
        <message>
            <source>No project</source>
            <translation>无项目</translation>
        </message>
        <message>
            <source>No quota is recorded for this year</source>
            <translation>本年度未登记指标</translation>
        </message>
        <message>
            <source>No red line was given: choose at least one layer in RED_LINES or MUST_BE_INSIDE.</source>
            <translation>没有给出红线：请在 RED_LINES 或 MUST_BE_INSIDE 中至少选择一个图层。</translation>
        </message>
        <message>
            <source>No straight line in this direction cuts off {area} m² to 0.01 m²; the nearest is {found} m²: turn the direction a little.</source>
            <translation>沿此方向没有直线能把 {area} 平方米精确到 0.01 平方米切出，最接近的是 {found} 平方米：请稍微转动方向。</translation>
        </message>
        <message>
            <source>No table has these row totals and column totals together: its zeros stand in the way. Check which totals are fixed.</source>
            <translation>没有一张表能同时满足这些行合计与列合计：表中的零挡住了。请检查固定的是哪些合计。</translation>
        </message>
        <message>
            <source>No task waits to be pushed; nothing was written.</source>
            <translation>没有待推送的任务；未写出任何内容。</translation>
        </message>
        <message>
            <source>No township</source>
            <translation>无乡镇</translation>
        </message>
        <message>
            <source>No year</source>
            <translation>无年份</translation>
        </message>
        <message>
            <source>No.</source>
            <translation>序号</translation>
        </message>
        <message>
            <source>None of the layers was recognised: there is nothing to keep. Load them first and set their roles.</source>
            <translation>没有一个图层被识别，无可入库：请先加载图层并设定角色。</translation>
        </message>
        <message>
            <source>North</source>
            <translation>北</translation>
        </message>
        <message>
            <source>North (m)</source>
            <translation>北坐标（米）</translation>
        </message>
        <message>
            <source>North, then (m)</source>
            <translation>转换后北坐标（米）</translation>
        </message>
        <message>
            <source>Not a header, a parcel or a point, left out: {text}</source>
            <translation>既不是文件头，也不是地块行或坐标行，略去：{text}</translation>
        </message>
        <message>
            <source>Not begun</source>
            <translation>未开始</translation>
        </message>
        <message>
            <source>Not counted</source>
            <translation>不计入</translation>
        </message>
        <message>
            <source>Not covered</source>
            <translation>未覆盖</translation>
        </message>
        <message>
            <source>Not covered by land use</source>
            <translation>无地类图斑覆盖</translation>
        </message>
        <message>
            <source>Not covered by the plan</source>
            <translation>规划未覆盖</translation>
        </message>
        <message>
            <source>Not due yet</source>
            <translation>未到期</translation>
        </message>
        <message>
            <source>Not joined</source>
            <translation>未挂接</translation>
        </message>
        <message>
            <source>Not judged: the outline crosses itself, draw it anew</source>
            <translation>未判定：边界自相交，请重新绘制</translation>
        </message>
        <message>
            <source>Not known: polygons of the line were left out</source>
            <translation>无法判定：控制线有图斑未参与计算</translation>
        </message>
        <message>
            <source>Not recognised</source>
            <translation>未识别</translation>
        </message>
        <message>
            <source>Not recorded</source>
            <translation>未注明</translation>
        </message>
        <message>
            <source>Not seen</source>
            <translation>看不见</translation>
        </message>
        <message>
            <source>Not so</source>
            <translation>不是</translation>
        </message>
        <message>
            <source>Not to be acquired</source>
            <translation>不征收土地</translation>
        </message>
        <message>
            <source>Not up to date: being computed anew…</source>
            <translation>数字已过时，正在重新计算…</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>Notes</source>
            <translation>提示</translation>
        </message>
        <message>
            <source>Nothing in it is named {names}: numbers and names were found by rule.</source>
            <translation>图形中没有名为 {names} 的图层或属性，编号和名称按规则取得。</translation>
        </message>
        <message>
            <source>Nothing is due.</source>
            <translation>没有待履行的时限。</translation>
        </message>
        <message>
            <source>Nothing is overdue.</source>
            <translation>没有超期案件。</translation>
        </message>
        <message>
            <source>Nothing was checked yet.</source>
            <translation>尚未检查。</translation>
        </message>
        <message>
            <source>Nothing was found.</source>
            <translation>未发现问题。</translation>
        </message>
        <message>
            <source>Nothing was kept: QGIS's authentication database asks for its password (Settings &gt; Options &gt; Authentication).</source>
            <translation>未保存：QGIS 认证数据库需要主密码（设置 &gt; 选项 &gt; 认证）。</translation>
        </message>
        <message>
            <source>Nothing was read of the file: {reason}</source>
            <translation>文件未读入：{reason}</translation>
        </message>
        <message>
            <source>Nothing was skipped, and nothing has to be said about the layers.</source>
            <translation>没有跳过任何要素，图层无需说明的问题。</translation>
        </message>
        <message>
            <source>Nothing.</source>
            <translation>无。</translation>
        </message>
        <message>
            <source>Notices</source>
            <translation>提示</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>编号</translation>
        </message>
        <message>
            <source>Number of cameras</source>
            <translation>摄像头个数</translation>
        </message>
        <message>
            <source>Number of equal parts</source>
            <translation>等分份数</translation>
        </message>
        <message>
            <source>Number of new masts</source>
            <translation>新建杆塔数</translation>
        </message>
        <message>
            <source>Number of the document</source>
            <translation>文书编号</translation>
        </message>
        <message>
            <source>Number of the part</source>
            <translation>部分序号</translation>
        </message>
        <message>
            <source>Number of the point's feature</source>
            <translation>点要素号</translation>
        </message>
        <message>
            <source>Number shared points once</source>
            <translation>公共点只编一个号</translation>
        </message>
        <message>
            <source>Number, kind, village</source>
            <translation>编号、类型、村</translation>
        </message>
        <message>
            <source>Numbered boundary points of parcels with side lengths, neighbours on four sides, and the printed table</source>
            <translation>地块界址点编号、边长、四至，并输出界址点成果表</translation>
        </message>
        <message>
            <source>Numbering of the points</source>
            <translation>点号编排</translation>
        </message>
        <message>
            <source>Numbers</source>
            <translation>编号</translation>
        </message>
        <message>
            <source>Numbers that follow the mouse</source>
            <translation>随鼠标实时显示面积</translation>
        </message>
        <message>
            <source>Numbers to share out</source>
            <translation>要分摊的数</translation>
        </message>
        <message>
            <source>Obstacles</source>
            <translation>遮挡物</translation>
        </message>
        <message>
            <source>Occupied</source>
            <translation>占用</translation>
        </message>
        <message>
            <source>Of PNG sheets.</source>
            <translation>用于 PNG 图件。</translation>
        </message>
        <message>
            <source>Of a DWG only lines, polylines, arcs, circles and texts are read here; hatches, blocks and polylines of the old kind are missing: save the drawing as DXF R2000 to have them.</source>
            <translation>DWG 只能读取直线、多段线、圆弧、圆和文字，填充、图块和旧式多段线未读入：需要时请将图形另存为 DXF R2000。</translation>
        </message>
        <message>
            <source>Of a picture.</source>
            <translation>画面像素数。</translation>
        </message>
        <message>
            <source>Of all words.</source>
            <translation>图上所有文字的语言。</translation>
        </message>
        <message>
            <source>Of an environment with redline[dask]; that of the variable REDLINE_FRAMES_PYTHON where left empty.</source>
            <translation>装有 redline[dask] 的环境中的程序；留空时取环境变量 REDLINE_FRAMES_PYTHON。</translation>
        </message>
        <message>
            <source>Of cass and shp; GBK where left empty. DXF is in GBK, all others are in UTF-8.</source>
            <translation>用于 cass 和 shp，留空为 GBK。DXF 为 GBK，其余为 UTF-8。</translation>
        </message>
        <message>
            <source>Of every working day, such as 08:30-12:00;13:30-17:30.</source>
            <translation>每个工作日的办公时间，如 08:30-12:00;13:30-17:30。</translation>
        </message>
        <message>
            <source>Of it</source>
            <translation>其中</translation>
        </message>
        <message>
            <source>Of it legal area</source>
            <translation>其中：永久基本农田面积</translation>
        </message>
        <message>
            <source>Of it valid</source>
            <translation>其中有效</translation>
        </message>
        <message>
            <source>Of the lens against the elevation raster; at 4 km from a 50 m mast one metre is 80 m along the range.</source>
            <translation>镜头相对高程栅格的误差；50 米高的杆塔看 4 千米处，差 1 米就是沿视线 80 米。</translation>
        </message>
        <message>
            <source>Of the turning head.</source>
            <translation>云台转速。</translation>
        </message>
        <message>
            <source>Of them in this period</source>
            <translation>其中本期</translation>
        </message>
        <message>
            <source>Off for roads and other projects sited apart: the boundary is then drawn and not checked.</source>
            <translation>单独选址项目（如道路）请勿勾选：此时只画出边界，不作核查。</translation>
        </message>
        <message>
            <source>Office</source>
            <translation>单位名称</translation>
        </message>
        <message>
            <source>Office hours</source>
            <translation>办公时间</translation>
        </message>
        <message>
            <source>Officer</source>
            <translation>经办人</translation>
        </message>
        <message>
            <source>Official area</source>
            <translation>椭球面积</translation>
        </message>
        <message>
            <source>Official area (ellipsoid)</source>
            <translation>椭球面积</translation>
        </message>
        <message>
            <source>Official area (ha)</source>
            <translation>椭球面积（公顷）</translation>
        </message>
        <message>
            <source>Official area (mu)</source>
            <translation>椭球面积（亩）</translation>
        </message>
        <message>
            <source>Official area (m²)</source>
            <translation>椭球面积（平方米）</translation>
        </message>
        <message>
            <source>Official area on the ellipsoid: {area} m².</source>
            <translation>椭球面积：{area} 平方米。</translation>
        </message>
        <message>
            <source>Official areas</source>
            <translation>椭球面积表</translation>
        </message>
        <message>
            <source>Official areas are areas on the ellipsoid ({ellipsoid}), by the official procedure; plane areas are areas in the projection {crs}.</source>
            <translation>椭球面积按法定步骤在椭球（{ellipsoid}）上计算；平面面积为投影（{crs}）中的面积。</translation>
        </message>
        <message>
            <source>Official areas of what is drawn</source>
            <translation>所绘范围的椭球面积</translation>
        </message>
        <message>
            <source>Official areas on the ellipsoid, each batch rounded half up to 0.0001 mu. Quota used = new construction land / quota (existing construction land uses none); rate of reporting = reported / all batches; rate of approval = approved / reported.</source>
            <translation>椭球面积，每个批次四舍五入到 0.0001 亩。指标使用率 = 新增建设用地 ÷ 指标（存量建设用地不占指标）；上报率 = 已上报 ÷ 全部批次；批准率 = 已批准 ÷ 已上报。</translation>
        </message>
        <message>
            <source>Official areas on the ellipsoid, each parcel rounded half up to 0.0001 ha; shares balanced to 100.00 %.</source>
            <translation>面积为椭球面积，每个地块四舍五入到 0.0001 公顷；比例平差到 100.00 %。</translation>
        </message>
        <message>
            <source>Official areas on the ellipsoid. Balance = demolished less newly built; of cultivated land = reclaimed less occupied.</source>
            <translation>面积为椭球面积。差额 = 拆旧 − 建新；耕地差额 = 复垦 − 占用。</translation>
        </message>
        <message>
            <source>Official areas on the ellipsoid; the classes of each parcel are balanced to the parcel's printed area, all sums are sums of printed numbers.</source>
            <translation>面积为椭球面积；各地块的地类平差到地块打印面积，各级合计均为打印数字之和。</translation>
        </message>
        <message>
            <source>Official areas on the ellipsoid; the parts of a patch add up to it. Balance = gained less given up.</source>
            <translation>面积为椭球面积，一个图斑的各部分之和等于图斑面积。差额 = 增加 − 减少。</translation>
        </message>
        <message>
            <source>Official less plane area</source>
            <translation>椭球面积减平面面积</translation>
        </message>
        <message>
            <source>On the server that looks for changes.</source>
            <translation>服务器识别变化所用时间。</translation>
        </message>
        <message>
            <source>On time</source>
            <translation>按时</translation>
        </message>
        <message>
            <source>On time, late, open and overdue, by township and source.</source>
            <translation>按乡镇和来源：按时、超时、办理中、超期。</translation>
        </message>
        <message>
            <source>One A4 sheet a case: map, pictures with their directions, events, areas by class.</source>
            <translation>每案一张 A4：地图、照片及其方向、办理记录、分地类面积。</translation>
        </message>
        <message>
            <source>One GeoTIFF for each camera: 1 seen, 0 not seen, no data out of reach.</source>
            <translation>每个摄像头一个 GeoTIFF：1 为看见，0 为看不见，范围外为无数据。</translation>
        </message>
        <message>
            <source>One area for each camera, with its field, what it sees, and the share.</source>
            <translation>每个摄像头一个面，给出视场面积、看见面积和比例。</translation>
        </message>
        <message>
            <source>One area for each number of cameras, 0 included.</source>
            <translation>每种摄像头个数一个面，包括 0 个。</translation>
        </message>
        <message>
            <source>One book</source>
            <translation>合为一册</translation>
        </message>
        <message>
            <source>One feature for each parcel that could be read, in the coordinate system of most of them.</source>
            <translation>每个读出的地块一个要素，坐标系取多数地块所用的。</translation>
        </message>
        <message>
            <source>One feature for each parcel that could be read.</source>
            <translation>每个读到的地块一个要素。</translation>
        </message>
        <message>
            <source>One file for each parcel, named by its number; those of an earlier run are replaced, no others.</source>
            <translation>每个地块一个文件，以地块编号命名；只替换以前运行生成的文件，不动其他文件。</translation>
        </message>
        <message>
            <source>One file with all parcels.</source>
            <translation>全部地块写成一个文件。</translation>
        </message>
        <message>
            <source>One file, several files, or a folder: then all .txt files in it and below it.</source>
            <translation>一个或多个文件，或一个文件夹（包括其下各级的全部 .txt 文件）。</translation>
        </message>
        <message>
            <source>One for each alert.</source>
            <translation>每条预警一个。</translation>
        </message>
        <message>
            <source>One for each layer, parted by semicolons; * for inside and outside. Found by name where left empty.</source>
            <translation>每个图层一个，用分号隔开；* 表示分线内、线外。留空时按名称查找。</translation>
        </message>
        <message>
            <source>One line for each camera and point, with rank, pan, tilt and range.</source>
            <translation>每个摄像头与点之间一条线，带名次、水平角、俯仰角和距离。</translation>
        </message>
        <message>
            <source>One more summary table for each field, for example year and planned use.</source>
            <translation>每个字段另出一张汇总表，例如年度、规划用途。</translation>
        </message>
        <message>
            <source>One number for each layer, in their order, parted by semicolons; 1 each where empty.</source>
            <translation>每个图层一个数，按顺序，用分号隔开；留空则都为 1。</translation>
        </message>
        <message>
            <source>One or more fields of numbers, or of numbers as text; a missing value is told and counts as nothing.</source>
            <translation>一个或多个数值字段，或以文本存放数字的字段；缺值予以提示，按 0 计。</translation>
        </message>
        <message>
            <source>One piece of ring for each stop, in the order of the round, with pan, tilt and zoom.</source>
            <translation>每个预置位一块扇环，按轮巡顺序，带水平角、俯仰角和视场角。</translation>
        </message>
        <message>
            <source>One point for each vertex of each ring; the closing row stands in the printed table only.</source>
            <translation>每圈每个顶点一个点；闭合行只出现在打印的成果表中。</translation>
        </message>
        <message>
            <source>One polygon for each camera. With a selection, only these.</source>
            <translation>每个摄像头一个面。有选择集时只用选中的。</translation>
        </message>
        <message>
            <source>One polygon is split at a time.</source>
            <translation>一次只能分割一个多边形。</translation>
        </message>
        <message>
            <source>One row for each camera.</source>
            <translation>每个摄像头一行。</translation>
        </message>
        <message>
            <source>One row for each county and class.</source>
            <translation>每县每地类一行。</translation>
        </message>
        <message>
            <source>One row for each parcel: the points in words (J1-J4,J1), numbers of points, the four neighbours.</source>
            <translation>每个地块一行：界址线说明（J1-J4,J1）、点数、四至。</translation>
        </message>
        <message>
            <source>One row for each rule and tract: its number, its limit, its verdict (pass, fail, not_checked).</source>
            <translation>每条规则每个片区一行：数值、限值、结论（pass 符合、fail 不符合、not_checked 未检查）。</translation>
        </message>
        <message>
            <source>One row for each thing that was assumed (note), is doubtful (warning) or wrong (error).</source>
            <translation>每条假定（note）、疑问（warning）或错误（error）一行。</translation>
        </message>
        <message>
            <source>One row for each township, and the total.</source>
            <translation>每乡镇一行，末行合计。</translation>
        </message>
        <message>
            <source>One row for each village and township, and the total; column kind tells them apart.</source>
            <translation>每个村、每个乡镇一行，外加合计；由 kind 列区分。</translation>
        </message>
        <message>
            <source>One row for each year.</source>
            <translation>每年一行。</translation>
        </message>
        <message>
            <source>One row for each zone and class.</source>
            <translation>每个单元、地类一行。</translation>
        </message>
        <message>
            <source>One row for each zone and division, one column for each class that occurs, with subtotals.</source>
            <translation>每个单元、划分一行，出现的地类各一列，含小计。</translation>
        </message>
        <message>
            <source>One row for each zone, class before and class after.</source>
            <translation>每个单元、变更前地类、变更后地类一行。</translation>
        </message>
        <message>
            <source>One row for each zone, division and class.</source>
            <translation>每个单元、划分、地类一行。</translation>
        </message>
        <message>
            <source>One sheet for each parcel, upright A4 with page numbers, and one with sentences and neighbours.</source>
            <translation>每个地块一张工作表（A4 纵向，带页码），另有一张界址线与四至表。</translation>
        </message>
        <message>
            <source>One sheet is made for each: parcels, batches, villages, townships, tracts or the county.</source>
            <translation>每个要素出一幅图：地块、批次、村、乡镇、片区或全县。</translation>
        </message>
        <message>
            <source>One standard error; at 4 km a tenth of a degree is 7 m to either side.</source>
            <translation>1 倍中误差；4 千米处 0.1 度为左右各 7 米。</translation>
        </message>
        <message>
            <source>One standard error; at 4 km from a 50 m mast a twentieth of a degree is −261 … +300 m along the range.</source>
            <translation>1 倍中误差；50 米高的杆塔看 4 千米处，0.05 度为沿视线 −261 … +300 米。</translation>
        </message>
        <message>
            <source>Only PDF sheets can be bound into a book: choose pdf, or leave BOOK off.</source>
            <translation>只有 PDF 图件能装订成册：请选 pdf，或不勾选合为一册。</translation>
        </message>
        <message>
            <source>Only cameras that see the point</source>
            <translation>只列看得见的摄像头</translation>
        </message>
        <message>
            <source>Only layers whose name fits; * stands for any letters, for example DK*.</source>
            <translation>只读取名称相符的图层；* 代表任意字符，如 DK*。</translation>
        </message>
        <message>
            <source>Only tasks for which</source>
            <translation>仅限满足条件的任务</translation>
        </message>
        <message>
            <source>Only these layers of drawings, parted by commas; * stands for any letters. All where left empty.</source>
            <translation>只读图形中的这些图层，用逗号分隔，* 代表任意字符。留空为全部图层。</translation>
        </message>
        <message>
            <source>Only this batch</source>
            <translation>仅此批次</translation>
        </message>
        <message>
            <source>Only {count} sites add anything; the others see nothing new.</source>
            <translation>只有 {count} 个点有新增，其余看不到新的土地。</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>办理中</translation>
        </message>
        <message>
            <source>Open a GeoPackage…</source>
            <translation>打开 GeoPackage…</translation>
        </message>
        <message>
            <source>Open a database…</source>
            <translation>打开数据库…</translation>
        </message>
        <message>
            <source>Open at the week's end</source>
            <translation>周末未销号</translation>
        </message>
        <message>
            <source>Open classes</source>
            <translation>待细分地类</translation>
        </message>
        <message>
            <source>Open classes that occur</source>
            <translation>待细分地类数</translation>
        </message>
        <message>
            <source>Open minutes</source>
            <translation>办公分钟数</translation>
        </message>
        <message>
            <source>Open the demo</source>
            <translation>打开示范数据</translation>
        </message>
        <message>
            <source>Open the tool…</source>
            <translation>打开工具…</translation>
        </message>
        <message>
            <source>Open the whole demo county</source>
            <translation>打开完整示范县</translation>
        </message>
        <message>
            <source>Orientation</source>
            <translation>方向</translation>
        </message>
        <message>
            <source>Other parcel</source>
            <translation>其他地块界线</translation>
        </message>
        <message>
            <source>Other spot</source>
            <translation>其他图斑</translation>
        </message>
        <message>
            <source>Other tract</source>
            <translation>其他片区</translation>
        </message>
        <message>
            <source>Other uses</source>
            <translation>其他用途</translation>
        </message>
        <message>
            <source>Otherwise also those whose circle holds the point, with the reason why they do not see it.</source>
            <translation>否则也列出覆盖圈包含该点、却看不见的摄像头及其原因。</translation>
        </message>
        <message>
            <source>Outline of batches</source>
            <translation>批次范围</translation>
        </message>
        <message>
            <source>Outside (m²)</source>
            <translation>线外（平方米）</translation>
        </message>
        <message>
            <source>Outside all circles</source>
            <translation>圈外</translation>
        </message>
        <message>
            <source>Outside approvals</source>
            <translation>批准范围外</translation>
        </message>
        <message>
            <source>Outside its boundary</source>
            <translation>超出边界</translation>
        </message>
        <message>
            <source>Outside the three major classes</source>
            <translation>不计入三大类</translation>
        </message>
        <message>
            <source>Outside the villages</source>
            <translation>村界之外</translation>
        </message>
        <message>
            <source>Over all cameras; 0 where each camera has its own channel.</source>
            <translation>全部摄像头合计；每个摄像头自有通道时为 0。</translation>
        </message>
        <message>
            <source>Over all rings of a parcel, or from 1 in each ring.</source>
            <translation>在一个地块的各圈之间连续编号，或每圈从 1 开始。</translation>
        </message>
        <message>
            <source>Overdue</source>
            <translation>超期未办</translation>
        </message>
        <message>
            <source>Overdue by</source>
            <translation>已超期</translation>
        </message>
        <message>
            <source>Overdue tasks</source>
            <translation>超期任务</translation>
        </message>
        <message>
            <source>Overlap</source>
            <translation>重叠</translation>
        </message>
        <message>
            <source>Overlap of pictures</source>
            <translation>画面重叠度</translation>
        </message>
        <message>
            <source>Overlaps below this are rounding.</source>
            <translation>小于此值的重叠视为舍入误差。</translation>
        </message>
        <message>
            <source>Overview of batch {batch}</source>
            <translation>{batch}批次用地总图</translation>
        </message>
        <message>
            <source>Owner</source>
            <translation>权属单位</translation>
        </message>
        <message>
            <source>Owner not recorded</source>
            <translation>未填权属单位</translation>
        </message>
        <message>
            <source>Ownership</source>
            <translation>权属类别</translation>
        </message>
        <message>
            <source>PNG pictures need Qt's SVG module (Debian and Ubuntu: apt install python3-pyqt5.qtsvg): name the file .svg.</source>
            <translation>PNG 图片需要 Qt 的 SVG 模块（Debian、Ubuntu：apt install python3-pyqt5.qtsvg）：请将文件命名为 .svg。</translation>
        </message>
        <message>
            <source>Packages</source>
            <translation>程序包</translation>
        </message>
        <message>
            <source>Paddy land</source>
            <translation>水田</translation>
        </message>
        <message>
            <source>Page {n} of {m}</source>
            <translation>第 {n} 页　共 {m} 页</translation>
        </message>
        <message>
            <source>Page {page} of {pages}</source>
            <translation>第 {page} 页 / 共 {pages} 页</translation>
        </message>
        <message>
            <source>Pages</source>
            <translation>页数</translation>
        </message>
        <message>
            <source>Pan (°)</source>
            <translation>水平角（°）</translation>
        </message>
        <message>
            <source>Pan and tilt to a ground position with its error ellipse, and which cameras see a point, nearest first</source>
            <translation>由水平角、俯仰角求地面位置及误差椭圆；查哪些摄像头看得见某点，由近到远</translation>
        </message>
        <message>
            <source>Pan from true north (°)</source>
            <translation>水平角（真北，°）</translation>
        </message>
        <message>
            <source>Pan speed (°/s)</source>
            <translation>水平转速（°/秒）</translation>
        </message>
        <message>
            <source>Paper</source>
            <translation>纸张</translation>
        </message>
        <message>
            <source>Parcel</source>
            <translation>地块</translation>
        </message>
        <message>
            <source>Parcel D1 becomes D1-1, D1-2 …, and a recorded area (DKMJ) is computed anew in its unit.</source>
            <translation>地块 D1 变为 D1-1、D1-2……，登记面积（DKMJ）按原单位重新计算。</translation>
        </message>
        <message>
            <source>Parcel boundary</source>
            <translation>用地界线</translation>
        </message>
        <message>
            <source>Parcel name</source>
            <translation>地块名称</translation>
        </message>
        <message>
            <source>Parcel no.</source>
            <translation>地块编号</translation>
        </message>
        <message>
            <source>Parcel number</source>
            <translation>地块编号</translation>
        </message>
        <message>
            <source>Parcel number {number} stands on line {first} already.</source>
            <translation>地块编号 {number} 在第 {first} 行已出现。</translation>
        </message>
        <message>
            <source>Parcel of the batch</source>
            <translation>批次地块</translation>
        </message>
        <message>
            <source>Parcel of the tract</source>
            <translation>片区地块</translation>
        </message>
        <message>
            <source>Parcel sheet</source>
            <translation>勘测定界图</translation>
        </message>
        <message>
            <source>Parcel text file</source>
            <translation>报部坐标文件</translation>
        </message>
        <message>
            <source>Parcel text files</source>
            <translation>报部坐标 TXT</translation>
        </message>
        <message>
            <source>Parcel text files (TXT) of any office as a layer, with a report of what was assumed and what is wrong</source>
            <translation>把各种写法的报部坐标 TXT 读成图层，并报告所作的假定和发现的错误</translation>
        </message>
        <message>
            <source>Parcel {number} lies partly outside the villages of layer {layer}; that land is shown without one.</source>
            <translation>地块 {number} 有一部分在图层 {layer} 的村界之外；该部分不列村名。</translation>
        </message>
        <message>
            <source>Parcel {number}: {field} says {declared} ha, the official area is {official} ha: more than {limit} % apart.</source>
            <translation>地块 {number}：{field} 为 {declared} 公顷，椭球面积为 {official} 公顷，相差超过 {limit} %。</translation>
        </message>
        <message>
            <source>Parcel {parcel} has no geometry: draw it or take it out of the selection.</source>
            <translation>地块 {parcel} 没有图形：请绘制图形，或从所选中去掉它。</translation>
        </message>
        <message>
            <source>Parcel {parcel}, ring {ring} has {count} different points: a ring needs three.</source>
            <translation>地块 {parcel} 第 {ring} 圈只有 {count} 个不同的点：一圈至少需要三个点。</translation>
        </message>
        <message>
            <source>Parcel {parcel}, ring {ring}: a coordinate is no number.</source>
            <translation>地块 {parcel} 第 {ring} 圈：坐标不是数字。</translation>
        </message>
        <message>
            <source>Parcel {parcel}: CASS tells parcels apart by their numbers, so each needs one of its own without a comma; correct it, or choose another field of numbers.</source>
            <translation>地块 {parcel}：CASS 靠编号区分地块，各地块编号不能为空、重复或含逗号；请更正，或另选编号字段。</translation>
        </message>
        <message>
            <source>Parcel {parcel}: the value of {field} holds {sign}, which would break the parcel text file: change {value!r}.</source>
            <translation>地块 {parcel}：字段 {field} 的值含有 {sign}，会破坏报部坐标 TXT 的格式：请修改 {value!r}。</translation>
        </message>
        <message>
            <source>Parcels</source>
            <translation>地块</translation>
        </message>
        <message>
            <source>Parcels against the red lines</source>
            <translation>核查地块与各类红线的关系</translation>
        </message>
        <message>
            <source>Parcels and approval</source>
            <translation>地块与报批</translation>
        </message>
        <message>
            <source>Parcels as DXF, CASS points, KML for the phone, XLSX, GeoJSON or a Shapefile in GBK</source>
            <translation>把地块写成 DXF、CASS 坐标文件、手机用的 KML、XLSX、GeoJSON 或 GBK 编码的 Shapefile</translation>
        </message>
        <message>
            <source>Parcels as a parcel text file (TXT) in the form, encoding and numbering that an office asks for</source>
            <translation>按审批单位要求的格式、编码和编号把地块写成报部坐标 TXT</translation>
        </message>
        <message>
            <source>Parcels from drawings, coordinate tables, phones and archives as one layer, with a report</source>
            <translation>把 CAD 图形、坐标表、手机文件和压缩包中的地块读成一个图层，并给出报告</translation>
        </message>
        <message>
            <source>Parcels from {count} files</source>
            <translation>{count} 个文件的地块</translation>
        </message>
        <message>
            <source>Parcels left out</source>
            <translation>略去的地块</translation>
        </message>
        <message>
            <source>Parcels left whole</source>
            <translation>未分割的地块数</translation>
        </message>
        <message>
            <source>Parcels lie inside the tract</source>
            <translation>地块不超出片区</translation>
        </message>
        <message>
            <source>Parcels must lie inside the urban development boundary</source>
            <translation>地块须在城镇开发边界内</translation>
        </message>
        <message>
            <source>Parcels of both layers with project and areas.</source>
            <translation>两个图层的地块，带项目和面积。</translation>
        </message>
        <message>
            <source>Parcels of linked increase and decrease</source>
            <translation>增减挂钩地块</translation>
        </message>
        <message>
            <source>Parcels of the batch</source>
            <translation>批次地块一览表</translation>
        </message>
        <message>
            <source>Parcels of the projects</source>
            <translation>项目地块</translation>
        </message>
        <message>
            <source>Parcels of the tract</source>
            <translation>片区地块</translation>
        </message>
        <message>
            <source>Parcels of the village</source>
            <translation>村内地块</translation>
        </message>
        <message>
            <source>Parcels or any polygons. With a selection, only the selected ones.</source>
            <translation>地块或任意面。有选择集时只核查选中的。</translation>
        </message>
        <message>
            <source>Parcels or any polygons. With a selection, only these.</source>
            <translation>地块或任意面。有选择集时只用选中的。</translation>
        </message>
        <message>
            <source>Parcels or batches with the year of their approval.</source>
            <translation>带批准年度的地块或批次。</translation>
        </message>
        <message>
            <source>Parcels or villages: their names are given for the four sides of each parcel.</source>
            <translation>地块或村图层：用其名称填写每个地块的四至。</translation>
        </message>
        <message>
            <source>Parcels supplied, with the dates of their contracts.</source>
            <translation>供应地块，带合同日期。</translation>
        </message>
        <message>
            <source>Parcels that violate a red line</source>
            <translation>越线地块</translation>
        </message>
        <message>
            <source>Parcels that were split</source>
            <translation>已分割的地块数</translation>
        </message>
        <message>
            <source>Parcels to a workbook by village and class</source>
            <translation>地块权属地类面积工作簿</translation>
        </message>
        <message>
            <source>Parcels to be approved</source>
            <translation>报批地块</translation>
        </message>
        <message>
            <source>Parcels with a hazard within the distance</source>
            <translation>距离内有隐患点的地块数</translation>
        </message>
        <message>
            <source>Parcels with hazards</source>
            <translation>地块周边隐患点</translation>
        </message>
        <message>
            <source>Parcels with planned use; together they cut each tract.</source>
            <translation>带规划用途的地块，合起来铺满各片区。</translation>
        </message>
        <message>
            <source>Parcels with the same value are one batch. Found by name (PCBH …) where left empty.</source>
            <translation>值相同的地块为一个批次。留空则按字段名查找（PCBH 等）。</translation>
        </message>
        <message>
            <source>Part</source>
            <translation>部分</translation>
        </message>
        <message>
            <source>Part it plays</source>
            <translation>作用</translation>
        </message>
        <message>
            <source>Parted by commas, in the unit: 20, 13.5, 8. What is left comes last.</source>
            <translation>用逗号分隔，单位如下所选：20, 13.5, 8。剩余排在最后。</translation>
        </message>
        <message>
            <source>Pass</source>
            <translation>符合</translation>
        </message>
        <message>
            <source>Pasted parcels</source>
            <translation>粘贴的地块</translation>
        </message>
        <message>
            <source>Patch</source>
            <translation>图斑</translation>
        </message>
        <message>
            <source>Patch (feature id)</source>
            <translation>图斑（要素号）</translation>
        </message>
        <message>
            <source>Patch after (feature id)</source>
            <translation>变更后图斑（要素号）</translation>
        </message>
        <message>
            <source>Patch areas to start from</source>
            <translation>图斑面积来源</translation>
        </message>
        <message>
            <source>Patch before (feature id)</source>
            <translation>变更前图斑（要素号）</translation>
        </message>
        <message>
            <source>Patches</source>
            <translation>图斑</translation>
        </message>
        <message>
            <source>Patches are divided by them; one row for each.</source>
            <translation>图斑按乡镇切分，每乡镇一行。</translation>
        </message>
        <message>
            <source>Patches before</source>
            <translation>平差前图斑面积之和</translation>
        </message>
        <message>
            <source>Patches changed</source>
            <translation>变化图斑数</translation>
        </message>
        <message>
            <source>Patches gained that are too steep</source>
            <translation>坡度过大的增加图斑</translation>
        </message>
        <message>
            <source>Patches of the balance</source>
            <translation>平衡图斑</translation>
        </message>
        <message>
            <source>Patches of the third survey, of GB/T 21010-2017 or already by planned use.</source>
            <translation>三调、GB/T 21010-2017 或已按用地用海分类的图斑。</translation>
        </message>
        <message>
            <source>Patches whose area changed</source>
            <translation>面积有变化的图斑</translation>
        </message>
        <message>
            <source>Patches with classes of the second survey (011, 021, 203 …). They are not changed.</source>
            <translation>采用二调地类（011、021、203 等）的图斑。原图层不变。</translation>
        </message>
        <message>
            <source>Patrol quotas</source>
            <translation>巡田次数要求</translation>
        </message>
        <message>
            <source>Patrol rate</source>
            <translation>巡田率</translation>
        </message>
        <message>
            <source>Patrol rates</source>
            <translation>巡田率</translation>
        </message>
        <message>
            <source>Patrols due</source>
            <translation>应巡次数</translation>
        </message>
        <message>
            <source>Patrols due and made, by level of chief and township.</source>
            <translation>按田长级别和乡镇统计应巡、已巡次数。</translation>
        </message>
        <message>
            <source>Patrols made</source>
            <translation>已巡次数</translation>
        </message>
        <message>
            <source>Patrols made of those due (%)</source>
            <translation>巡田率（%）</translation>
        </message>
        <message>
            <source>Patrols of field chiefs</source>
            <translation>田长巡田情况</translation>
        </message>
        <message>
            <source>Pattern of file names</source>
            <translation>文件名样式</translation>
        </message>
        <message>
            <source>People to be resettled</source>
            <translation>需安置农业人口（人）</translation>
        </message>
        <message>
            <source>Per cent are balanced to 100.00 in each zone and year by largest remainder.</source>
            <translation>比例在每个单元、每个年份内按最大余数法平差到 100.00。</translation>
        </message>
        <message>
            <source>Period</source>
            <translation>时段</translation>
        </message>
        <message>
            <source>Permanent basic farmland</source>
            <translation>永久基本农田</translation>
        </message>
        <message>
            <source>Permanent basic farmland and others; any number of layers.</source>
            <translation>永久基本农田等，图层数不限。</translation>
        </message>
        <message>
            <source>Permanent basic farmland or other farmland; without it only land is tallied.</source>
            <translation>永久基本农田或其他耕地；没有则只统计土地。</translation>
        </message>
        <message>
            <source>Permanent basic farmland, ecological red line and others; any number of layers.</source>
            <translation>永久基本农田、生态保护红线等，可多个图层。</translation>
        </message>
        <message>
            <source>Permanent basic farmland, hatch</source>
            <translation>永久基本农田（填充线）</translation>
        </message>
        <message>
            <source>Permanent basic farmland, outline</source>
            <translation>永久基本农田（边线）</translation>
        </message>
        <message>
            <source>Personal data: it is left out unless you tick it.</source>
            <translation>个人信息：默认不导出，勾选后才会写入。</translation>
        </message>
        <message>
            <source>Phases by year of tract {tract}</source>
            <translation>{tract}分年度实施计划图</translation>
        </message>
        <message>
            <source>Phases of the tract</source>
            <translation>片区分年度实施</translation>
        </message>
        <message>
            <source>Picture and its direction</source>
            <translation>照片位置及方向</translation>
        </message>
        <message>
            <source>Picture {path} cannot be written ({reason}): choose a folder in which you may write.</source>
            <translation>无法写入图片 {path}（{reason}）：请选择有写入权限的文件夹。</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>Pictures of the cases</source>
            <translation>案件照片</translation>
        </message>
        <message>
            <source>Pieces</source>
            <translation>碎块</translation>
        </message>
        <message>
            <source>Pixel at the outer edge, across (m)</source>
            <translation>外缘处像元横向大小（米）</translation>
        </message>
        <message>
            <source>Pixel at the radius, across (m)</source>
            <translation>覆盖半径处像素横向尺寸（米）</translation>
        </message>
        <message>
            <source>Pixel at the radius, along (m)</source>
            <translation>覆盖半径处像素沿视线尺寸（米）</translation>
        </message>
        <message>
            <source>Pixel size wanted on the ground (m)</source>
            <translation>要求的地面像素尺寸（米）</translation>
        </message>
        <message>
            <source>Pixels across</source>
            <translation>横向像素数</translation>
        </message>
        <message>
            <source>Pixels down</source>
            <translation>纵向像素数</translation>
        </message>
        <message>
            <source>Place</source>
            <translation>所在地</translation>
        </message>
        <message>
            <source>Place as written</source>
            <translation>原填地点</translation>
        </message>
        <message>
            <source>Place code</source>
            <translation>地点代码</translation>
        </message>
        <message>
            <source>Places</source>
            <translation>地点</translation>
        </message>
        <message>
            <source>Places of the findings</source>
            <translation>问题位置</translation>
        </message>
        <message>
            <source>Places where a case stood before, those with most first.</source>
            <translation>曾有案件的地点，次数多的在前。</translation>
        </message>
        <message>
            <source>Places where cases come back</source>
            <translation>重复发生地点</translation>
        </message>
        <message>
            <source>Places with any</source>
            <translation>有件的地点</translation>
        </message>
        <message>
            <source>Places with their cases</source>
            <translation>地点与件数</translation>
        </message>
        <message>
            <source>Places without any</source>
            <translation>空白地点</translation>
        </message>
        <message>
            <source>Placing {count} alerts…</source>
            <translation>正在定位 {count} 条预警…</translation>
        </message>
        <message>
            <source>Plane area</source>
            <translation>平面面积</translation>
        </message>
        <message>
            <source>Plane area (ha)</source>
            <translation>平面面积（公顷）</translation>
        </message>
        <message>
            <source>Plane area (projection)</source>
            <translation>平面面积（投影面）</translation>
        </message>
        <message>
            <source>Plane areas need a projected coordinate system, but the layers are in degrees ({crs}): choose official areas, or export a layer to its Gauss-Krüger zone.</source>
            <translation>平面面积需要投影坐标系，而图层以度为单位（{crs}）：请改用椭球面积，或将图层导出到高斯—克吕格投影带。</translation>
        </message>
        <message>
            <source>Planned land and sea use (用地用海).</source>
            <translation>规划用地用海。</translation>
        </message>
        <message>
            <source>Planned land by use</source>
            <translation>规划用地按用途汇总</translation>
        </message>
        <message>
            <source>Planned land use</source>
            <translation>规划用地</translation>
        </message>
        <message>
            <source>Planned land use of {zone}</source>
            <translation>{zone}规划用途图</translation>
        </message>
        <message>
            <source>Planned use</source>
            <translation>规划用途</translation>
        </message>
        <message>
            <source>Planned use code</source>
            <translation>用地代码</translation>
        </message>
        <message>
            <source>Planned use covers the tract</source>
            <translation>规划用途覆盖片区</translation>
        </message>
        <message>
            <source>Planned use of the target year</source>
            <translation>目标年规划用途</translation>
        </message>
        <message>
            <source>Planned use of the tract</source>
            <translation>片区规划用途</translation>
        </message>
        <message>
            <source>Planned use of the tracts</source>
            <translation>片区规划用途</translation>
        </message>
        <message>
            <source>Planned use of tract {tract}</source>
            <translation>{tract}规划用途图</translation>
        </message>
        <message>
            <source>Point</source>
            <translation>点名</translation>
        </message>
        <message>
            <source>Point at a polygon; click to hold it, click again to let go.</source>
            <translation>将鼠标指向图形；单击锁定，再次单击解除。</translation>
        </message>
        <message>
            <source>Point at a village or a parcel, or draw a polygon, and its land use, red lines, villages and cameras stand here while the mouse moves. For that the project needs a county's layers.</source>
            <translation>将鼠标指向村或地块，或绘制一个范围，其地类、红线、所在村和监控会随鼠标移动实时显示在这里。为此，工程中需要有县域图层。</translation>
        </message>
        <message>
            <source>Point at polygons</source>
            <translation>指向图形</translation>
        </message>
        <message>
            <source>Point no.</source>
            <translation>点号</translation>
        </message>
        <message>
            <source>Points</source>
            <translation>点</translation>
        </message>
        <message>
            <source>Points at which a mast could stand: towers, chimneys, plots of the collective.</source>
            <translation>可以立杆的点：铁塔、烟囱、集体用地等。</translation>
        </message>
        <message>
            <source>Points by zone</source>
            <translation>各单元点统计表</translation>
        </message>
        <message>
            <source>Points in a zone</source>
            <translation>单元内点数</translation>
        </message>
        <message>
            <source>Points in any coordinate system.</source>
            <translation>点图层，坐标系不限。</translation>
        </message>
        <message>
            <source>Points in no zone</source>
            <translation>单元外点数</translation>
        </message>
        <message>
            <source>Points in zones</source>
            <translation>单元内点统计</translation>
        </message>
        <message>
            <source>Points seen by a camera</source>
            <translation>有摄像头看得见的点数</translation>
        </message>
        <message>
            <source>Points seen by none</source>
            <translation>没有摄像头看得见的点数</translation>
        </message>
        <message>
            <source>Points stand before the first parcel line; they were taken as a parcel.</source>
            <translation>第一个地块行之前有坐标行：作为一个地块读入。</translation>
        </message>
        <message>
            <source>Points to be seen</source>
            <translation>要看的点</translation>
        </message>
        <message>
            <source>Polygon</source>
            <translation>面</translation>
        </message>
        <message>
            <source>Polygon layers of a folder</source>
            <translation>文件夹面图层汇集</translation>
        </message>
        <message>
            <source>Polygons</source>
            <translation>面</translation>
        </message>
        <message>
            <source>Polygons in the cameras' coordinate system, with the cameras' attributes.</source>
            <translation>面图层，坐标系与摄像头图层相同，保留摄像头属性。</translation>
        </message>
        <message>
            <source>Polygons measured</source>
            <translation>量算要素数</translation>
        </message>
        <message>
            <source>Polygons read</source>
            <translation>读取面数</translation>
        </message>
        <message>
            <source>Polygons read: {layers}. Features left out: {skipped}.</source>
            <translation>已读取面要素：{layers}。未采用要素：{skipped} 个。</translation>
        </message>
        <message>
            <source>Polygons touched</source>
            <translation>涉及图斑</translation>
        </message>
        <message>
            <source>Population by village</source>
            <translation>村级人口</translation>
        </message>
        <message>
            <source>Population of the village</source>
            <translation>村的人口</translation>
        </message>
        <message>
            <source>PostGIS schema</source>
            <translation>PostGIS 模式</translation>
        </message>
        <message>
            <source>PostgreSQL connection</source>
            <translation>PostgreSQL 连接</translation>
        </message>
        <message>
            <source>Prefectural boundary</source>
            <translation>地级界</translation>
        </message>
        <message>
            <source>Presets</source>
            <translation>预置位</translation>
        </message>
        <message>
            <source>Presets analysed at once</source>
            <translation>同时分析的预置位数</translation>
        </message>
        <message>
            <source>Presets of each pan-tilt-zoom camera, time per round, and whether the half-hour round of all cameras holds</source>
            <translation>各云台摄像头的预置位、一轮时间，以及全部摄像头的半小时轮巡能否完成</translation>
        </message>
        <message>
            <source>Print a map sheet for each parcel</source>
            <translation>为每个地块出勘测定界图</translation>
        </message>
        <message>
            <source>Print sheets for parcels, batches, land use, red lines, tract plans, cameras or villages</source>
            <translation>输出地块、批次、土地利用、红线核查、成片开发、视频覆盖或村图卡等图件</translation>
        </message>
        <message>
            <source>Print this parcel</source>
            <translation>打印该地块</translation>
        </message>
        <message>
            <source>Print verification notices</source>
            <translation>打印核查通知单</translation>
        </message>
        <message>
            <source>Printed above and below the tables.</source>
            <translation>印在表头和表尾。</translation>
        </message>
        <message>
            <source>Printed above the table. Found by name (DKMC …) where left empty.</source>
            <translation>印在表头。留空时按名称（DKMC 等）查找。</translation>
        </message>
        <message>
            <source>Printed at the upper right where set.</source>
            <translation>填写时印在右上角。</translation>
        </message>
        <message>
            <source>Printed beside the id.</source>
            <translation>与编号一同列出。</translation>
        </message>
        <message>
            <source>Printed in its box.</source>
            <translation>印在相应签字栏。</translation>
        </message>
        <message>
            <source>Printed in the boxes of sheets and tables.</source>
            <translation>印在图和表的签署栏。</translation>
        </message>
        <message>
            <source>Printed in the boxes of the sheets.</source>
            <translation>印在图的签署栏。</translation>
        </message>
        <message>
            <source>Printed in the space of the seal.</source>
            <translation>印在盖章处。</translation>
        </message>
        <message>
            <source>Printed large on each sheet, for example 示意 on schematic geometry.</source>
            <translation>醒目印在每张图上，例如示意数据标“示意”。</translation>
        </message>
        <message>
            <source>Printed on sheets and tables and in the parcel text file.</source>
            <translation>印在图、表上，并写入报部坐标文件。</translation>
        </message>
        <message>
            <source>Printed on the page of the project; left out where empty.</source>
            <translation>印在项目页上，留空则不印。</translation>
        </message>
        <message>
            <source>Printed on the sheets, for example 2021-12-31.</source>
            <translation>印在图上，例如 2021-12-31。</translation>
        </message>
        <message>
            <source>Printed over the columns.</source>
            <translation>列于表头。</translation>
        </message>
        <message>
            <source>Printed tables</source>
            <translation>打印表格</translation>
        </message>
        <message>
            <source>Printing {count} map sheets…</source>
            <translation>正在打印 {count} 张勘测定界图…</translation>
        </message>
        <message>
            <source>Probably not seen</source>
            <translation>可能看不见</translation>
        </message>
        <message>
            <source>Probably seen</source>
            <translation>可能看见</translation>
        </message>
        <message>
            <source>Processes that work at once; each takes some 500 MB.</source>
            <translation>同时工作的进程数；每个约占 500 MB 内存。</translation>
        </message>
        <message>
            <source>Program</source>
            <translation>程序</translation>
        </message>
        <message>
            <source>Programs</source>
            <translation>程序</translation>
        </message>
        <message>
            <source>Project</source>
            <translation>项目</translation>
        </message>
        <message>
            <source>Project land (red line of the parcels)</source>
            <translation>项目用地红线</translation>
        </message>
        <message>
            <source>Project number</source>
            <translation>项目编号</translation>
        </message>
        <message>
            <source>Project to write</source>
            <translation>要写出的工程</translation>
        </message>
        <message>
            <source>Projects</source>
            <translation>项目数</translation>
        </message>
        <message>
            <source>Projects and areas of the yearly plan.</source>
            <translation>年度实施计划的项目数与面积。</translation>
        </message>
        <message>
            <source>Projects by stage</source>
            <translation>项目阶段明细</translation>
        </message>
        <message>
            <source>Projects from acquisition to registration</source>
            <translation>项目征收、供应、登记情况</translation>
        </message>
        <message>
            <source>Projects from approval to supply</source>
            <translation>项目批供情况</translation>
        </message>
        <message>
            <source>Projects of linked increase and decrease</source>
            <translation>增减挂钩项目</translation>
        </message>
        <message>
            <source>Projects of the tract plan</source>
            <translation>成片开发方案项目</translation>
        </message>
        <message>
            <source>Projects that demolish and reclaim here and build there: parcels, areas, and whether they balance</source>
            <translation>此处拆旧复垦、彼处建新的项目：地块、面积、是否平衡</translation>
        </message>
        <message>
            <source>Projects that do not balance</source>
            <translation>不平衡的项目</translation>
        </message>
        <message>
            <source>Promise</source>
            <translation>时限要求</translation>
        </message>
        <message>
            <source>Promises</source>
            <translation>时限</translation>
        </message>
        <message>
            <source>Promises kept</source>
            <translation>时限完成情况</translation>
        </message>
        <message>
            <source>Promises kept in time</source>
            <translation>按时完成的时限</translation>
        </message>
        <message>
            <source>Promises that are past and not kept</source>
            <translation>已过时限仍未完成的事项</translation>
        </message>
        <message>
            <source>Provincial boundary</source>
            <translation>省界</translation>
        </message>
        <message>
            <source>Public benefit</source>
            <translation>公益性用地</translation>
        </message>
        <message>
            <source>Public-benefit land</source>
            <translation>公益性用地</translation>
        </message>
        <message>
            <source>Public-benefit land is {public} ha of {area} ha.</source>
            <translation>公益性用地 {public} 公顷，片区 {area} 公顷。</translation>
        </message>
        <message>
            <source>Public-benefit share</source>
            <translation>公益性用地比例</translation>
        </message>
        <message>
            <source>Public-benefit share required</source>
            <translation>公益性用地比例下限</translation>
        </message>
        <message>
            <source>Push</source>
            <translation>推送</translation>
        </message>
        <message>
            <source>Push list</source>
            <translation>推送清单</translation>
        </message>
        <message>
            <source>Push list and field packages; it appears whole, and only then the tasks are pushed.</source>
            <translation>推送清单和外业包；完整生成后任务才算推送。</translation>
        </message>
        <message>
            <source>Push tasks</source>
            <translation>推送核查任务</translation>
        </message>
        <message>
            <source>Push with list and field packages…</source>
            <translation>推送（附清单和外业包）…</translation>
        </message>
        <message>
            <source>Pushed</source>
            <translation>已推送</translation>
        </message>
        <message>
            <source>Pushed by</source>
            <translation>推送人</translation>
        </message>
        <message>
            <source>Put the layouts into the project</source>
            <translation>布局加入工程</translation>
        </message>
        <message>
            <source>Python with GeoPandas and Dask</source>
            <translation>装有 GeoPandas 和 Dask 的 Python</translation>
        </message>
        <message>
            <source>QGIS project (*.qgz)</source>
            <translation>QGIS 工程 (*.qgz)</translation>
        </message>
        <message>
            <source>QGIS's Python has no pip: install it first (on Debian and Ubuntu the package python3-pip), then start QGIS again.</source>
            <translation>QGIS 的 Python 没有 pip：请先安装（Debian 和 Ubuntu 为 python3-pip），然后重新启动 QGIS。</translation>
        </message>
        <message>
            <source>QGIS's authentication database is not to be had ({reason}): nothing can be kept in it.</source>
            <translation>QGIS 认证数据库不可用（{reason}）：无法保存。</translation>
        </message>
        <message>
            <source>Quota</source>
            <translation>指标</translation>
        </message>
        <message>
            <source>Quota approved</source>
            <translation>指标批准率</translation>
        </message>
        <message>
            <source>Quota ledger</source>
            <translation>指标台账</translation>
        </message>
        <message>
            <source>Quota left</source>
            <translation>剩余指标</translation>
        </message>
        <message>
            <source>Quota reported</source>
            <translation>指标上报率</translation>
        </message>
        <message>
            <source>Quota used</source>
            <translation>指标使用率</translation>
        </message>
        <message>
            <source>Quotas</source>
            <translation>指标</translation>
        </message>
        <message>
            <source>Radii outside 3 to 4 km</source>
            <translation>不在 3～4 公里内的半径</translation>
        </message>
        <message>
            <source>Radius</source>
            <translation>半径</translation>
        </message>
        <message>
            <source>Radius (m)</source>
            <translation>半径（米）</translation>
        </message>
        <message>
            <source>Radius of a new camera (m)</source>
            <translation>新摄像头半径（米）</translation>
        </message>
        <message>
            <source>Radius of the dead zone (m)</source>
            <translation>塔下盲区半径（米）</translation>
        </message>
        <message>
            <source>Radius of the spot where only a point is known.</source>
            <translation>只有点位时线索范围的半径。</translation>
        </message>
        <message>
            <source>Radius where there is none (m)</source>
            <translation>缺省半径（米）</translation>
        </message>
        <message>
            <source>Radius without a field (m)</source>
            <translation>没有字段时的半径（米）</translation>
        </message>
        <message>
            <source>Range (m)</source>
            <translation>距离（米）</translation>
        </message>
        <message>
            <source>Rank</source>
            <translation>名次</translation>
        </message>
        <message>
            <source>Rank by distance among the cameras that see it; 0 does not see it</source>
            <translation>看得见的摄像头按距离的名次；0 为看不见</translation>
        </message>
        <message>
            <source>Raster {layer} cannot be opened ({path}): check that its file is still there.</source>
            <translation>无法打开栅格 {layer}（{path}）：请检查文件是否还在。</translation>
        </message>
        <message>
            <source>Raster {layer} cannot be transformed to {crs}: check the coordinate system that it is said to have.</source>
            <translation>栅格 {layer} 无法转换到 {crs}：请检查其坐标系设置是否正确。</translation>
        </message>
        <message>
            <source>Raster {layer} comes from a service ({provider}): save it as a file first, then use the file.</source>
            <translation>栅格 {layer} 来自在线服务（{provider}）：请先另存为文件再使用。</translation>
        </message>
        <message>
            <source>Raster {layer} does not reach any of the cameras: choose a raster that covers them, and check the coordinate systems of both.</source>
            <translation>栅格 {layer} 未覆盖任何摄像头：请选择覆盖摄像头的栅格，并检查两者的坐标系。</translation>
        </message>
        <message>
            <source>Raster {layer} has {count} bands, not a band {band}.</source>
            <translation>栅格 {layer} 有 {count} 个波段，没有第 {band} 波段。</translation>
        </message>
        <message>
            <source>Raster {layer} knows no elevation around the cameras: all cells there are nodata.</source>
            <translation>栅格 {layer} 在摄像头周围没有高程：那里全是无数据像元。</translation>
        </message>
        <message>
            <source>Raster {path} cannot be written ({reason}): choose a folder in which you may write.</source>
            <translation>无法写入栅格 {path}（{reason}）：请选择有写入权限的文件夹。</translation>
        </message>
        <message>
            <source>Rasters of the kind {suffix} cannot be written here: name the output .tif.</source>
            <translation>此处不能写 {suffix} 格式的栅格：请将输出命名为 .tif。</translation>
        </message>
        <message>
            <source>Rate of approval</source>
            <translation>批准率</translation>
        </message>
        <message>
            <source>Rate of reporting</source>
            <translation>上报率</translation>
        </message>
        <message>
            <source>Rate of supply</source>
            <translation>供地率</translation>
        </message>
        <message>
            <source>Rate of supply (%)</source>
            <translation>供地率（%）</translation>
        </message>
        <message>
            <source>Rate of supply from</source>
            <translation>供地率起始年度</translation>
        </message>
        <message>
            <source>Rate of supply to</source>
            <translation>供地率截止年度</translation>
        </message>
        <message>
            <source>Reached this stage or a later one</source>
            <translation>到达本阶段及以后</translation>
        </message>
        <message>
            <source>Read again</source>
            <translation>重新读取</translation>
        </message>
        <message>
            <source>Read and recognise</source>
            <translation>读取并识别</translation>
        </message>
        <message>
            <source>Read the ten-step tutorial</source>
            <translation>阅读十步教程</translation>
        </message>
        <message>
            <source>Reading both epochs…</source>
            <translation>正在读取两期图斑…</translation>
        </message>
        <message>
            <source>Reading layers and measuring…</source>
            <translation>正在读取图层并量算……</translation>
        </message>
        <message>
            <source>Reading the elevation…</source>
            <translation>正在读取高程…</translation>
        </message>
        <message>
            <source>Reading the land use…</source>
            <translation>正在读取地类图斑…</translation>
        </message>
        <message>
            <source>Reading the parcels…</source>
            <translation>正在读取地块…</translation>
        </message>
        <message>
            <source>Reading the villages…</source>
            <translation>正在读取村界…</translation>
        </message>
        <message>
            <source>Reading the zones…</source>
            <translation>正在读取统计单元…</translation>
        </message>
        <message>
            <source>Reading villages and circles…</source>
            <translation>正在读取村和覆盖圈…</translation>
        </message>
        <message>
            <source>Reading villages and patches…</source>
            <translation>正在读取村和图斑…</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>理由</translation>
        </message>
        <message>
            <source>Received</source>
            <translation>受理</translation>
        </message>
        <message>
            <source>Received at</source>
            <translation>签收时间</translation>
        </message>
        <message>
            <source>Received by</source>
            <translation>签收人</translation>
        </message>
        <message>
            <source>Receiver</source>
            <translation>接收单位</translation>
        </message>
        <message>
            <source>Receivers</source>
            <translation>接收单位</translation>
        </message>
        <message>
            <source>Receivers sign here</source>
            <translation>签收</translation>
        </message>
        <message>
            <source>Receiving addresses</source>
            <translation>收件地址</translation>
        </message>
        <message>
            <source>Reclaimed cultivated land</source>
            <translation>复垦耕地</translation>
        </message>
        <message>
            <source>Reclaimed cultivated land (mu)</source>
            <translation>复垦耕地（亩）</translation>
        </message>
        <message>
            <source>Recognise a county's layers and load them</source>
            <translation>识别并加载县域图层</translation>
        </message>
        <message>
            <source>Recognise layers that are added or opened</source>
            <translation>识别新加入或打开的图层</translation>
        </message>
        <message>
            <source>Recognised: {layers}.</source>
            <translation>已识别：{layers}。</translation>
        </message>
        <message>
            <source>Recorded area</source>
            <translation>记载面积</translation>
        </message>
        <message>
            <source>Recorded patch area (TBMJ)</source>
            <translation>图斑登记面积（TBMJ）</translation>
        </message>
        <message>
            <source>Rectified</source>
            <translation>已整改</translation>
        </message>
        <message>
            <source>Red line</source>
            <translation>红线</translation>
        </message>
        <message>
            <source>Red lines</source>
            <translation>红线</translation>
        </message>
        <message>
            <source>Red lines that parcels must stay out of</source>
            <translation>地块不得占用的红线</translation>
        </message>
        <message>
            <source>Red lines that tracts must stay out of</source>
            <translation>片区不得占用的红线</translation>
        </message>
        <message>
            <source>Red lines that zones must stay out of</source>
            <translation>不得占用的红线</translation>
        </message>
        <message>
            <source>Red-line check</source>
            <translation>红线核查</translation>
        </message>
        <message>
            <source>Red-line check of parcel {parcel}</source>
            <translation>{parcel} 红线核查图</translation>
        </message>
        <message>
            <source>Red-line checks</source>
            <translation>红线核查</translation>
        </message>
        <message>
            <source>Red-line screening of a folder of parcels</source>
            <translation>文件夹地块红线筛查</translation>
        </message>
        <message>
            <source>Redline: documents</source>
            <translation>红线：文档</translation>
        </message>
        <message>
            <source>Redline: looking for overlaps</source>
            <translation>红线：检查图斑重叠</translation>
        </message>
        <message>
            <source>Redline: making the demo county</source>
            <translation>Redline：正在生成示范县</translation>
        </message>
        <message>
            <source>Redline: preparing the live tally</source>
            <translation>红线：准备实时统计</translation>
        </message>
        <message>
            <source>Redline: reading the cases</source>
            <translation>Redline：读取案件</translation>
        </message>
        <message>
            <source>Redline: sending messages</source>
            <translation>Redline：发送消息</translation>
        </message>
        <message>
            <source>Redundancy</source>
            <translation>重叠度</translation>
        </message>
        <message>
            <source>Refraction coefficient</source>
            <translation>折光系数</translation>
        </message>
        <message>
            <source>Register</source>
            <translation>台账</translation>
        </message>
        <message>
            <source>Register by kind</source>
            <translation>台账按类别</translation>
        </message>
        <message>
            <source>Register by kind, place and period</source>
            <translation>台账按类别、地点、时段</translation>
        </message>
        <message>
            <source>Register by place</source>
            <translation>台账按地点</translation>
        </message>
        <message>
            <source>Registered</source>
            <translation>已登记</translation>
        </message>
        <message>
            <source>Registered (mu)</source>
            <translation>已登记（亩）</translation>
        </message>
        <message>
            <source>Registered land</source>
            <translation>登记宗地</translation>
        </message>
        <message>
            <source>Remark</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>Remove map offset</source>
            <translation>消除地图偏移</translation>
        </message>
        <message>
            <source>Remove row</source>
            <translation>删除行</translation>
        </message>
        <message>
            <source>Repeat places</source>
            <translation>重复地点</translation>
        </message>
        <message>
            <source>Repeated identifier</source>
            <translation>标识重复</translation>
        </message>
        <message>
            <source>Repeats among the new tasks</source>
            <translation>其中重复发生</translation>
        </message>
        <message>
            <source>Repeats within (months)</source>
            <translation>重复发生期限（月）</translation>
        </message>
        <message>
            <source>Replacement of occupied cultivated land</source>
            <translation>耕地占补平衡</translation>
        </message>
        <message>
            <source>Replenished</source>
            <translation>补充</translation>
        </message>
        <message>
            <source>Report</source>
            <translation>报告</translation>
        </message>
        <message>
            <source>Report of the import</source>
            <translation>导入报告</translation>
        </message>
        <message>
            <source>Reported</source>
            <translation>已上报</translation>
        </message>
        <message>
            <source>Reported by</source>
            <translation>填报单位</translation>
        </message>
        <message>
            <source>Reported on</source>
            <translation>上报日期</translation>
        </message>
        <message>
            <source>Reserved share</source>
            <translation>预留指标</translation>
        </message>
        <message>
            <source>Reserved share (%)</source>
            <translation>预留比例（%）</translation>
        </message>
        <message>
            <source>Residual (m)</source>
            <translation>残差（米）</translation>
        </message>
        <message>
            <source>Resolution (dpi)</source>
            <translation>分辨率（dpi）</translation>
        </message>
        <message>
            <source>Result</source>
            <translation>认定结果</translation>
        </message>
        <message>
            <source>Results and kinds of legal use, by township and of all.</source>
            <translation>按乡镇和合计列出认定结果及合法类型。</translation>
        </message>
        <message>
            <source>Ridge area</source>
            <translation>田坎面积</translation>
        </message>
        <message>
            <source>Ridge coefficient missing</source>
            <translation>缺少扣除系数</translation>
        </message>
        <message>
            <source>Ring</source>
            <translation>圈号</translation>
        </message>
        <message>
            <source>Ring {ring} encloses no area: the parcel is left out.</source>
            <translation>第 {ring} 圈没有面积：略去该地块。</translation>
        </message>
        <message>
            <source>Ring {ring} has a coordinate that is no number.</source>
            <translation>第 {ring} 圈有一个坐标不是数。</translation>
        </message>
        <message>
            <source>Ring {ring} has no closing row; it was closed.</source>
            <translation>第 {ring} 圈没有闭合行：已闭合。</translation>
        </message>
        <message>
            <source>Ring {ring} has the easting {value} with zone number {found}, but the system is of zone {zone}.</source>
            <translation>第 {ring} 圈的东坐标 {value} 带号为 {found}，而坐标系的带号是 {zone}。</translation>
        </message>
        <message>
            <source>Ring {ring} has the northing {value}, which lies beyond the pole: are x and y exchanged?</source>
            <translation>第 {ring} 圈的北坐标 {value} 已越过极点：X、Y 是否写反了？</translation>
        </message>
        <message>
            <source>Ring {ring} has {count} different points, but needs three: the parcel is left out.</source>
            <translation>第 {ring} 圈只有 {count} 个不同的点，至少需要三个：略去该地块。</translation>
        </message>
        <message>
            <source>Ring {ring} holds something that is no pair of numbers.</source>
            <translation>第 {ring} 圈里有的不是一对数字。</translation>
        </message>
        <message>
            <source>Ring {ring} is not closed: its last row {name} is {distance} m from its first point; both were kept.</source>
            <translation>第 {ring} 圈未闭合：末行 {name} 距起点 {distance} 米，两点均保留。</translation>
        </message>
        <message>
            <source>Ring {ring} lies outside of ring 1: taken as a part of its own.</source>
            <translation>第 {ring} 圈在第 1 圈之外：作为单独的部件。</translation>
        </message>
        <message>
            <source>Ring {ring} lies outside of what its coordinate system covers.</source>
            <translation>第 {ring} 圈超出了坐标系的适用范围。</translation>
        </message>
        <message>
            <source>Ring {ring} repeats ring {other}: left out.</source>
            <translation>第 {ring} 圈与第 {other} 圈重复：略去。</translation>
        </message>
        <message>
            <source>Ring {ring}, drawn as a hole, lies outside its shell: taken as a part.</source>
            <translation>第 {ring} 圈按内环方向绘制却在外环之外：作为部件读入。</translation>
        </message>
        <message>
            <source>Ring, counted from outside</source>
            <translation>圈号（由外向内）</translation>
        </message>
        <message>
            <source>Rings</source>
            <translation>圈数</translation>
        </message>
        <message>
            <source>Rings {ring} and {other} cross; taken as drawn.</source>
            <translation>第 {ring} 圈与第 {other} 圈相交：按原样读入。</translation>
        </message>
        <message>
            <source>Role</source>
            <translation>角色</translation>
        </message>
        <message>
            <source>Roles, field names, colours, forms and dialects of the office, shared by all its machines. Left empty: the folder redline in the QGIS profile.</source>
            <translation>本单位的图层角色、字段名、颜色、表式与坐标文件格式，供各台电脑共用。留空：QGIS 配置文件夹中的 redline 目录。</translation>
        </message>
        <message>
            <source>Round (s)</source>
            <translation>一轮时间（秒）</translation>
        </message>
        <message>
            <source>Round of all cameras (s)</source>
            <translation>全部摄像头一轮时间（秒）</translation>
        </message>
        <message>
            <source>Round of each camera</source>
            <translation>各摄像头轮巡表</translation>
        </message>
        <message>
            <source>Rounded half-up; sides are calculated from the rounded coordinates.</source>
            <translation>四舍五入；边长由取位后的坐标计算。</translation>
        </message>
        <message>
            <source>Row</source>
            <translation>行</translation>
        </message>
        <message>
            <source>Row {seq} of the log was changed after it was written.</source>
            <translation>日志第 {seq} 行写入后被改动。</translation>
        </message>
        <message>
            <source>Row {seq} of the log: task {task} was in the state {state}, and {event} does not lead to {next}.</source>
            <translation>日志第 {seq} 行：任务 {task} 当时状态为 {state}，{event} 不能转到 {next}。</translation>
        </message>
        <message>
            <source>Rows</source>
            <translation>行数</translation>
        </message>
        <message>
            <source>Rows before, columns after, over all zones; sums of both.</source>
            <translation>行为变更前，列为变更后，覆盖全部单元，含行列合计。</translation>
        </message>
        <message>
            <source>Rows over resources/casework/deadlines.csv.</source>
            <translation>覆盖 resources/casework/deadlines.csv 的行。</translation>
        </message>
        <message>
            <source>Rows over resources/casework/patrolquotas.csv: how often chiefs of each level patrol.</source>
            <translation>覆盖 resources/casework/patrolquotas.csv 的行：各级田长多久巡田一次。</translation>
        </message>
        <message>
            <source>Rows refused</source>
            <translation>未收入的行</translation>
        </message>
        <message>
            <source>Rows whose point lies in another place</source>
            <translation>点位落在别处的行数</translation>
        </message>
        <message>
            <source>Rows without a place</source>
            <translation>无地点的行数</translation>
        </message>
        <message>
            <source>Rule</source>
            <translation>规则</translation>
        </message>
        <message>
            <source>Rule {rule} names {count} stages, but land goes through four: approval, acquisition, supply, registration.</source>
            <translation>规则 {rule} 写了 {count} 个阶段，而土地要经过四个：报批、征收、供地、登记。</translation>
        </message>
        <message>
            <source>Rule {rule}: {value} is no number.</source>
            <translation>规则 {rule}：“{value}”不是数字。</translation>
        </message>
        <message>
            <source>Rules broken, as a sum of flags</source>
            <translation>违反的规则（标志之和）</translation>
        </message>
        <message>
            <source>Rules checked</source>
            <translation>检查条数</translation>
        </message>
        <message>
            <source>Rules failed</source>
            <translation>不符合条数</translation>
        </message>
        <message>
            <source>Rules not checked</source>
            <translation>未检查条数</translation>
        </message>
        <message>
            <source>SVG with a group for each layer; PDF with layers and coordinates where this QGIS can write GeoPDF.</source>
            <translation>SVG 按图层分组；本机 QGIS 支持 GeoPDF 时，PDF 带图层和坐标。</translation>
        </message>
        <message>
            <source>Same place within (m)</source>
            <translation>同一位置判定距离（米）</translation>
        </message>
        <message>
            <source>Satellite</source>
            <translation>卫星图斑</translation>
        </message>
        <message>
            <source>Satellite images with names</source>
            <translation>影像底图（含注记）</translation>
        </message>
        <message>
            <source>Say where to write (OUTPUT).</source>
            <translation>请指定写到哪里（OUTPUT）。</translation>
        </message>
        <message>
            <source>Say where to write: a file (OUTPUT) or a folder (OUTPUT_FOLDER).</source>
            <translation>请指定输出位置：一个文件（OUTPUT）或一个文件夹（OUTPUT_FOLDER）。</translation>
        </message>
        <message>
            <source>Say who pushes the tasks (BY): the log of the case file names it.</source>
            <translation>请填写推送人（BY）：案卷库记录中要写明。</translation>
        </message>
        <message>
            <source>Say who takes the packages back (BY): the log of the case file names it.</source>
            <translation>请填写回收人（BY）：案卷库记录中要写明。</translation>
        </message>
        <message>
            <source>Say who you are: the log of the case file names everybody who does something.</source>
            <translation>请填写操作人：案卷库的记录须标明每一步由谁办理。</translation>
        </message>
        <message>
            <source>Says what of a parcel is construction land and what is cultivated.</source>
            <translation>用来判定地块中的建设用地和耕地。</translation>
        </message>
        <message>
            <source>Scale</source>
            <translation>尺度</translation>
        </message>
        <message>
            <source>Scan plan of the cameras</source>
            <translation>摄像头轮巡方案</translation>
        </message>
        <message>
            <source>Schema</source>
            <translation>模式</translation>
        </message>
        <message>
            <source>Secret or password</source>
            <translation>密钥或密码</translation>
        </message>
        <message>
            <source>Security marking</source>
            <translation>密级标注</translation>
        </message>
        <message>
            <source>Seen</source>
            <translation>看见</translation>
        </message>
        <message>
            <source>Seen (%)</source>
            <translation>看见（%）</translation>
        </message>
        <message>
            <source>Seen (m²)</source>
            <translation>看见面积（平方米）</translation>
        </message>
        <message>
            <source>Seen at</source>
            <translation>发现时间</translation>
        </message>
        <message>
            <source>Seen by 1 camera</source>
            <translation>1 个摄像头看见</translation>
        </message>
        <message>
            <source>Seen by 2 cameras</source>
            <translation>2 个摄像头看见</translation>
        </message>
        <message>
            <source>Seen by 3 or more</source>
            <translation>3 个及以上看见</translation>
        </message>
        <message>
            <source>Seen by any camera</source>
            <translation>是否看见</translation>
        </message>
        <message>
            <source>Seen by none</source>
            <translation>没有摄像头看见</translation>
        </message>
        <message>
            <source>Seen from this height above the ground (m)</source>
            <translation>离地多高才看得见（米）</translation>
        </message>
        <message>
            <source>Send a message when cases are pushed</source>
            <translation>推送案件时发送消息</translation>
        </message>
        <message>
            <source>Send what is overdue</source>
            <translation>发送超期提醒</translation>
        </message>
        <message>
            <source>Sending account</source>
            <translation>发件账号</translation>
        </message>
        <message>
            <source>Sentences and neighbours</source>
            <translation>界址线与四至</translation>
        </message>
        <message>
            <source>Service clock</source>
            <translation>业务办理时限</translation>
        </message>
        <message>
            <source>Settings…</source>
            <translation>设置…</translation>
        </message>
        <message>
            <source>Settled</source>
            <translation>已处理</translation>
        </message>
        <message>
            <source>Settling time (s)</source>
            <translation>稳定时间（秒）</translation>
        </message>
        <message>
            <source>Several places have this name: write the township before it, or the code</source>
            <translation>有多个地点同名：请在前面写上乡镇，或改填代码</translation>
        </message>
        <message>
            <source>Severity</source>
            <translation>级别</translation>
        </message>
        <message>
            <source>Shapefiles, GeoPackages, GeoJSON and others in it and in folders below it.</source>
            <translation>其中及子文件夹中的 Shapefile、GeoPackage、GeoJSON 等。</translation>
        </message>
        <message>
            <source>Share</source>
            <translation>比例</translation>
        </message>
        <message>
            <source>Share (%)</source>
            <translation>覆盖率（%）</translation>
        </message>
        <message>
            <source>Share covered</source>
            <translation>覆盖率</translation>
        </message>
        <message>
            <source>Share covered (%)</source>
            <translation>覆盖率（%）</translation>
        </message>
        <message>
            <source>Share covered at least three times (%)</source>
            <translation>至少三次覆盖率（%）</translation>
        </message>
        <message>
            <source>Share covered at least twice (%)</source>
            <translation>至少两次覆盖率（%）</translation>
        </message>
        <message>
            <source>Share inside</source>
            <translation>线内占比</translation>
        </message>
        <message>
            <source>Share inside (%)</source>
            <translation>线内占比（%）</translation>
        </message>
        <message>
            <source>Share numbers out by area</source>
            <translation>按面积分摊</translation>
        </message>
        <message>
            <source>Share of farmland covered (%)</source>
            <translation>农田覆盖率（%）</translation>
        </message>
        <message>
            <source>Share of what was not seen</source>
            <translation>占原未看见的比例</translation>
        </message>
        <message>
            <source>Share of {field}</source>
            <translation>{field} 分摊数</translation>
        </message>
        <message>
            <source>Share seen of the field</source>
            <translation>看见比例</translation>
        </message>
        <message>
            <source>Shared out: {fields} of {layer}, by {by} {classes}.</source>
            <translation>分摊：{layer} 的 {fields}，依据{by} {classes}。</translation>
        </message>
        <message>
            <source>Shares population, compensation or quotas of zones out to other zones by area; sums are kept</source>
            <translation>把区域的人口、补偿款或指标按面积分摊到其他区域，合计不变</translation>
        </message>
        <message>
            <source>Shares then follow the area of these patches, not of all land; with a selection, of the selected.</source>
            <translation>此时按这些图斑（有选择时为所选图斑）的面积分摊，而不是全部土地。</translation>
        </message>
        <message>
            <source>Sheet {sheet} has no geometry: draw it or take it out of the selection.</source>
            <translation>图件 {sheet} 没有图形：请绘制图形，或从所选中去掉它。</translation>
        </message>
        <message>
            <source>Sheets</source>
            <translation>图件数</translation>
        </message>
        <message>
            <source>Sheets for parcels, batches and villages</source>
            <translation>地块、批次、村的图件</translation>
        </message>
        <message>
            <source>Sheets of earlier runs are replaced, nobody's own files. A run that was stopped goes on where it was.</source>
            <translation>以前出的图会被替换，他人的文件不会。中断后再次运行会接着出图。</translation>
        </message>
        <message>
            <source>Sheets of the chosen cases…</source>
            <translation>所选案件的案卷页…</translation>
        </message>
        <message>
            <source>Sheets of the kind {sheet} are printed for “{wanted}”, but layer {layer} was recognised as “{role}”: choose another layer or another kind of sheet, or correct the layer's role.</source>
            <translation>{sheet} 类图件按“{wanted}”逐个出图，而图层 {layer} 识别为“{role}”：请换图层或图件种类，或更正该图层的角色。</translation>
        </message>
        <message>
            <source>Short</source>
            <translation>不足</translation>
        </message>
        <message>
            <source>Side</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>Side (m)</source>
            <translation>边长（m）</translation>
        </message>
        <message>
            <source>Side from which it is cut (azimuth)</source>
            <translation>切出的一侧（方位角）</translation>
        </message>
        <message>
            <source>Side length</source>
            <translation>边长</translation>
        </message>
        <message>
            <source>Side of the line</source>
            <translation>线的哪一侧</translation>
        </message>
        <message>
            <source>Site</source>
            <translation>选定点</translation>
        </message>
        <message>
            <source>Site code</source>
            <translation>点编号</translation>
        </message>
        <message>
            <source>Sites</source>
            <translation>选定点</translation>
        </message>
        <message>
            <source>Sites for new masts</source>
            <translation>摄像头选址</translation>
        </message>
        <message>
            <source>Size of the ellipse in standard errors</source>
            <translation>椭圆大小（中误差倍数）</translation>
        </message>
        <message>
            <source>Size of the map sheets.</source>
            <translation>图幅纸张大小。</translation>
        </message>
        <message>
            <source>Size of the sheets.</source>
            <translation>图幅大小。</translation>
        </message>
        <message>
            <source>Slope</source>
            <translation>坡度</translation>
        </message>
        <message>
            <source>Slope grade</source>
            <translation>坡度级别</translation>
        </message>
        <message>
            <source>Slowest camera {camera}: {seconds:.0f} s for {presets} presets. Server: {server:.0f} s.</source>
            <translation>最慢的摄像头 {camera}：{presets} 个预置位需 {seconds:.0f} 秒。服务器需 {server:.0f} 秒。</translation>
        </message>
        <message>
            <source>Smaller pieces are left out of the layer of what is not seen; the tables count them.</source>
            <translation>更小的碎片不进入“圈内看不见”图层，但表中照常统计。</translation>
        </message>
        <message>
            <source>Smallest area not seen (m²)</source>
            <translation>看不见范围的最小面积（平方米）</translation>
        </message>
        <message>
            <source>Smallest distance (m)</source>
            <translation>最小距离（米）</translation>
        </message>
        <message>
            <source>Smallest gap (m²)</source>
            <translation>最小缝隙（平方米）</translation>
        </message>
        <message>
            <source>Smallest overlap (m²)</source>
            <translation>最小重叠（平方米）</translation>
        </message>
        <message>
            <source>So that they can be changed by hand and printed again; their layers are kept in the output folder.</source>
            <translation>以便手工修改后再打印；其图层保存在输出文件夹。</translation>
        </message>
        <message>
            <source>Solving exactly for {count} candidates…</source>
            <translation>正在对 {count} 个候选点精确求解…</translation>
        </message>
        <message>
            <source>Source</source>
            <translation>数据源</translation>
        </message>
        <message>
            <source>Source of the rule</source>
            <translation>规则依据</translation>
        </message>
        <message>
            <source>South</source>
            <translation>南</translation>
        </message>
        <message>
            <source>Spacing of the grid (m)</source>
            <translation>格网间距（米）</translation>
        </message>
        <message>
            <source>Split by area</source>
            <translation>按面积分割</translation>
        </message>
        <message>
            <source>Split by area…</source>
            <translation>按面积分割…</translation>
        </message>
        <message>
            <source>Split parcels</source>
            <translation>分割后的地块</translation>
        </message>
        <message>
            <source>Split parcels by area</source>
            <translation>按面积分割地块</translation>
        </message>
        <message>
            <source>Spot</source>
            <translation>图斑</translation>
        </message>
        <message>
            <source>Spots and pictures on the map</source>
            <translation>在地图上显示图斑和照片</translation>
        </message>
        <message>
            <source>Spots of the cases</source>
            <translation>案件图斑</translation>
        </message>
        <message>
            <source>Square kilometres</source>
            <translation>平方公里</translation>
        </message>
        <message>
            <source>Square metres</source>
            <translation>平方米</translation>
        </message>
        <message>
            <source>Stage</source>
            <translation>阶段</translation>
        </message>
        <message>
            <source>Stages</source>
            <translation>项目阶段</translation>
        </message>
        <message>
            <source>Stages from acquisition to registration</source>
            <translation>征收、供应、登记各阶段用地</translation>
        </message>
        <message>
            <source>Stages, officers, land and due dates of each project.</source>
            <translation>各项目的阶段、经办人、土地和到期日期。</translation>
        </message>
        <message>
            <source>Start a new project</source>
            <translation>新建工程</translation>
        </message>
        <message>
            <source>Start in {year}</source>
            <translation>{year}年实施</translation>
        </message>
        <message>
            <source>Start overdue</source>
            <translation>逾期未开工</translation>
        </message>
        <message>
            <source>Started</source>
            <translation>已开工</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>State-owned</source>
            <translation>国有</translation>
        </message>
        <message>
            <source>Steepest depression (°)</source>
            <translation>最大俯角（°）</translation>
        </message>
        <message>
            <source>Stop of the round</source>
            <translation>轮巡序号</translation>
        </message>
        <message>
            <source>Structure</source>
            <translation>结构表</translation>
        </message>
        <message>
            <source>Structure of land use</source>
            <translation>用地结构表</translation>
        </message>
        <message>
            <source>Structure table</source>
            <translation>用地结构表</translation>
        </message>
        <message>
            <source>Subtitle</source>
            <translation>副标题</translation>
        </message>
        <message>
            <source>Subtotal</source>
            <translation>小计</translation>
        </message>
        <message>
            <source>Subtotal rows in the table layers</source>
            <translation>表格图层含小计行</translation>
        </message>
        <message>
            <source>Sum</source>
            <translation>合计</translation>
        </message>
        <message>
            <source>Sum after</source>
            <translation>变更后合计</translation>
        </message>
        <message>
            <source>Sum before</source>
            <translation>变更前合计</translation>
        </message>
        <message>
            <source>Sum of the adjusted areas (m²)</source>
            <translation>平差后面积合计（平方米）</translation>
        </message>
        <message>
            <source>Sum of the official areas (m²)</source>
            <translation>椭球面积合计（平方米）</translation>
        </message>
        <message>
            <source>Sum of the plane areas (m²)</source>
            <translation>平面面积合计（平方米）</translation>
        </message>
        <message>
            <source>Sum of {field}</source>
            <translation>{field} 合计</translation>
        </message>
        <message>
            <source>Sum of {year}</source>
            <translation>{year}年小计</translation>
        </message>
        <message>
            <source>Summary</source>
            <translation>总览</translation>
        </message>
        <message>
            <source>Summary of areas by land class and ownership</source>
            <translation>土地分类权属地类面积汇总表</translation>
        </message>
        <message>
            <source>Supplied</source>
            <translation>已供应</translation>
        </message>
        <message>
            <source>Supplied (mu)</source>
            <translation>已供应（亩）</translation>
        </message>
        <message>
            <source>Supplied land</source>
            <translation>供应土地</translation>
        </message>
        <message>
            <source>Supplied land and its contracts</source>
            <translation>供应土地与合同</translation>
        </message>
        <message>
            <source>Supplied land: overdue starts and finishes, idle land.</source>
            <translation>供应土地：逾期未开工、逾期未竣工、闲置。</translation>
        </message>
        <message>
            <source>Supplied of it (mu)</source>
            <translation>其中已供应（亩）</translation>
        </message>
        <message>
            <source>Supplied outside approvals</source>
            <translation>批准范围外供地</translation>
        </message>
        <message>
            <source>Supplied outside approvals (mu)</source>
            <translation>批准范围外供地（亩）</translation>
        </message>
        <message>
            <source>Supplied, not built</source>
            <translation>供而未建</translation>
        </message>
        <message>
            <source>Supplied, not built (mu)</source>
            <translation>供而未建（亩）</translation>
        </message>
        <message>
            <source>Surely not seen</source>
            <translation>肯定看不见</translation>
        </message>
        <message>
            <source>Surely seen</source>
            <translation>肯定看见</translation>
        </message>
        <message>
            <source>Surely seen or not seen: true as long as the heights along each line are off by no more than {error:g} m against its ends.</source>
            <translation>“肯定”的结论在每条视线上各处高程相对于两端的误差不超过 {error:g} 米时成立。</translation>
        </message>
        <message>
            <source>Surface raster</source>
            <translation>地表栅格（DSM）</translation>
        </message>
        <message>
            <source>Survey class</source>
            <translation>三调地类</translation>
        </message>
        <message>
            <source>Survey classes that may become several</source>
            <translation>可对应多个规划用途的三调地类</translation>
        </message>
        <message>
            <source>Survey classes that may become several, with what was decided.</source>
            <translation>可对应多个规划用途的三调地类及其决定。</translation>
        </message>
        <message>
            <source>Suspected cases</source>
            <translation>疑似案件</translation>
        </message>
        <message>
            <source>Suspected cases against the year before (%)</source>
            <translation>疑似案件同比（%）</translation>
        </message>
        <message>
            <source>Suspected cases of the year before</source>
            <translation>上年同期疑似案件</translation>
        </message>
        <message>
            <source>System of the coordinates</source>
            <translation>坐标来源</translation>
        </message>
        <message>
            <source>Table layers for map sheets</source>
            <translation>供图件使用的表格图层</translation>
        </message>
        <message>
            <source>Table of an own form</source>
            <translation>自定义格式表</translation>
        </message>
        <message>
            <source>Table of boundary points</source>
            <translation>界址点成果表</translation>
        </message>
        <message>
            <source>Table of forms</source>
            <translation>表格样式表</translation>
        </message>
        <message>
            <source>Table of own classes</source>
            <translation>自定义地类表</translation>
        </message>
        <message>
            <source>Table of rules</source>
            <translation>规则表</translation>
        </message>
        <message>
            <source>Table {layer} has neither shapes nor longitude and latitude: give these, or the camera's code, pan and tilt together with CAMERAS and ELEVATION.</source>
            <translation>表 {layer} 既没有图形也没有经纬度：请给出其一，或给出摄像头编号、水平角、俯仰角并指定 CAMERAS 和 ELEVATION。</translation>
        </message>
        <message>
            <source>Table {layer} has no points, and no field with the place is named: choose one in PLACE_FIELD.</source>
            <translation>表 {layer} 没有点位，也没有指定地点字段：请在 PLACE_FIELD 中选择。</translation>
        </message>
        <message>
            <source>Table {layer} has no rows: choose another one, or clear its filter.</source>
            <translation>表 {layer} 没有数据行：请另选，或清除筛选。</translation>
        </message>
        <message>
            <source>Table {layer} holds personal data in {fields}: take these columns out, the clock needs none of them.</source>
            <translation>表 {layer} 的 {fields} 含个人信息：请删去这些列，时限核算不需要它们。</translation>
        </message>
        <message>
            <source>Table {layer}, file {number}: it was finished at {finished}, before it was accepted at {accepted}: correct one.</source>
            <translation>表 {layer}，业务 {number}：办结时间 {finished} 早于受理时间 {accepted}：请更正其一。</translation>
        </message>
        <message>
            <source>Table {layer}, row {fid}: field {field} holds no quota in mu: fill it in.</source>
            <translation>表 {layer} 第 {fid} 行：字段 {field} 没有指标数（亩）：请补填。</translation>
        </message>
        <message>
            <source>Table {layer}: {count} points lie in another place than the one written (the first: {number}); they are counted where it is written.</source>
            <translation>表 {layer}：{count} 个点位落在所填地点之外的另一地点（第一个：{number}），按所填地点计数。</translation>
        </message>
        <message>
            <source>Table {layer}: {count} rows are joined to no place ({texts}); they are counted without one, and the list of matches says why.</source>
            <translation>表 {layer}：{count} 行没有挂接到地点（{texts}），按无地点计数，原因见挂接清单。</translation>
        </message>
        <message>
            <source>Table {layer}: {count} rows have no date in {field}; they are counted without a period.</source>
            <translation>表 {layer}：{count} 行的 {field} 没有日期，按无时段计数。</translation>
        </message>
        <message>
            <source>Table {layer}: {count} rows have no value in {field}; they count as cases, and as nothing in its sum.</source>
            <translation>表 {layer}：{count} 行的 {field} 为空，计为一件，不计入合计。</translation>
        </message>
        <message>
            <source>Table {layer}: {fields} hold personal data, by which nothing is counted: choose other fields.</source>
            <translation>表 {layer}：{fields} 是个人信息，不能用来统计：请另选字段。</translation>
        </message>
        <message>
            <source>Tables</source>
            <translation>表格</translation>
        </message>
        <message>
            <source>Tables, GeoJSON and layers are taken in while QGIS runs; the files stay where they are, unchanged.</source>
            <translation>QGIS 运行期间自动收入表格、GeoJSON 和图层；文件留在原处，不作改动。</translation>
        </message>
        <message>
            <source>Take back</source>
            <translation>撤回</translation>
        </message>
        <message>
            <source>Take back field packages</source>
            <translation>回收外业包</translation>
        </message>
        <message>
            <source>Take back field packages…</source>
            <translation>回收外业包…</translation>
        </message>
        <message>
            <source>Take in what comes into this folder</source>
            <translation>自动收入此文件夹中的新文件</translation>
        </message>
        <message>
            <source>Take the roles away again; the menu of each layer gives it another one.</source>
            <translation>取消这些识别结果；可在各图层的右键菜单中另行指定。</translation>
        </message>
        <message>
            <source>Taken back by</source>
            <translation>回收人</translation>
        </message>
        <message>
            <source>Taken from the reserve</source>
            <translation>占用预留</translation>
        </message>
        <message>
            <source>Taken instead of the land use where you have it already.</source>
            <translation>已有该面积时用它，不用地类图斑。</translation>
        </message>
        <message>
            <source>Taken where there is no field or it is empty.</source>
            <translation>没有字段或字段为空时采用。</translation>
        </message>
        <message>
            <source>Takes more cultivated land than it reclaims</source>
            <translation>占用耕地多于复垦</translation>
        </message>
        <message>
            <source>Takes ridges out of their class by the coefficient (KCXS) and shows them as class 1203.</source>
            <translation>按扣除系数（KCXS）把田坎从所在地类中扣除，计入 1203。</translation>
        </message>
        <message>
            <source>Tally</source>
            <translation>面积统计</translation>
        </message>
        <message>
            <source>Tally by land cover</source>
            <translation>地表覆盖面积统计</translation>
        </message>
        <message>
            <source>Tally by land use</source>
            <translation>地类面积统计</translation>
        </message>
        <message>
            <source>Tally of many counties</source>
            <translation>多县地类汇总</translation>
        </message>
        <message>
            <source>Tally this by land use…</source>
            <translation>按地类统计此图层…</translation>
        </message>
        <message>
            <source>Target height (m)</source>
            <translation>目标高度（米）</translation>
        </message>
        <message>
            <source>Target year</source>
            <translation>目标年</translation>
        </message>
        <message>
            <source>Targets without a share</source>
            <translation>没有分到的目标数</translation>
        </message>
        <message>
            <source>Task</source>
            <translation>任务</translation>
        </message>
        <message>
            <source>Task {task} is in the state {state}: {event} cannot happen to it now, only {events}.</source>
            <translation>任务 {task} 当前状态为 {state}：不能执行 {event}，只能执行 {events}。</translation>
        </message>
        <message>
            <source>Task {task} of {file} has no spot.</source>
            <translation>{file} 中的任务 {task} 没有对应的线索。</translation>
        </message>
        <message>
            <source>Task {task} was changed meanwhile: {by}, {event}, {at}; it is {state} now. Look at it again.</source>
            <translation>任务 {task} 其间已被改动：{by}，{event}，{at}；当前状态为 {state}。请重新查看。</translation>
        </message>
        <message>
            <source>Task {task}, {event}: {reason}</source>
            <translation>任务 {task}，{event}：{reason}</translation>
        </message>
        <message>
            <source>Task {task}: {event} is dated {at}, before {since}, when the task came into its state: correct the time.</source>
            <translation>任务 {task}：{event} 的时间 {at} 早于进入当前状态的时间 {since}：请更正时间。</translation>
        </message>
        <message>
            <source>Tasks</source>
            <translation>任务</translation>
        </message>
        <message>
            <source>Tasks pushed</source>
            <translation>推送任务数</translation>
        </message>
        <message>
            <source>Tells what lies in the blind spots.</source>
            <translation>用于说明盲区内的地类。</translation>
        </message>
        <message>
            <source>Ten steps with the demo county</source>
            <translation>用示范县完成十个步骤</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>正文</translation>
        </message>
        <message>
            <source>Text that is no number</source>
            <translation>数值字段中的文字</translation>
        </message>
        <message>
            <source>Texts are not loaded ({count}: {files}): parcels in them come by “Import parcels”.</source>
            <translation>文本文件未加载（{count} 个：{files}）；其中的地块用“导入地块”读入。</translation>
        </message>
        <message>
            <source>That of QGIS where left empty.</source>
            <translation>留空时与 QGIS 界面语言相同。</translation>
        </message>
        <message>
            <source>That of the first layer where left empty; the others are transformed to it.</source>
            <translation>留空为第一个图层的坐标系，其他图层转换到该坐标系。</translation>
        </message>
        <message>
            <source>That of the form where left empty (GB18030, which begins with GBK, for the common form).</source>
            <translation>不填时按格式的规定（通用格式为 GB18030，兼容 GBK）。</translation>
        </message>
        <message>
            <source>That of the rules (1,000) where left empty.</source>
            <translation>留空时按规则表（1000）。</translation>
        </message>
        <message>
            <source>The Gauss-Krüger zone of dxf, cass, xlsx and shp; that of the parcels where left empty. kml and geojson are always in longitude and latitude.</source>
            <translation>dxf、cass、xlsx、shp 所用的高斯-克吕格带，留空时用地块自己的。kml 和 geojson 一律为经纬度。</translation>
        </message>
        <message>
            <source>The GeoPackage. It is replaced where it is there, and appears only when all is written.</source>
            <translation>GeoPackage 文件。已存在时将被替换，全部写完后才出现。</translation>
        </message>
        <message>
            <source>The acquisition parcels. With a selection, only the selected ones.</source>
            <translation>拟征收地块。有选择时只处理所选地块。</translation>
        </message>
        <message>
            <source>The address of {robot} is none that messages can go to: it begins with {schemes}.</source>
            <translation>{robot} 的地址不能发送消息：地址应以 {schemes} 开头。</translation>
        </message>
        <message>
            <source>The alerts' own fields, and range, near and far end, error to either side, longitude, latitude.</source>
            <translation>保留预警原字段，并有距离、近端、远端、左右误差、经纬度。</translation>
        </message>
        <message>
            <source>The approved land with its stage (JD) and what of it is acquired, supplied, built and registered.</source>
            <translation>批准土地，带阶段（JD）和其中已征收、已供应、已建成、已登记的面积。</translation>
        </message>
        <message>
            <source>The area is π r² with any number; more edges follow the arc more closely (360: within 9 cm at 3.5 km).</source>
            <translation>无论多少条边，面积都等于 πr²；边数越多越贴近圆弧（360 条边、3.5 公里时相差不到 9 厘米）。</translation>
        </message>
        <message>
            <source>The area that a new mast sees and none before it, the existing ones included.</source>
            <translation>新杆塔看得见、而已有和此前选定的都看不见的范围。</translation>
        </message>
        <message>
            <source>The area to cut off is {area} m²: it must be more than 0.</source>
            <translation>切出面积为 {area} 平方米：必须大于 0。</translation>
        </message>
        <message>
            <source>The areas are {sum} m² together, and the polygon has {whole} m²: give smaller ones, so that a rest is left.</source>
            <translation>各面积合计 {sum} 平方米，而多边形只有 {whole} 平方米：请减小面积，使其留有剩余。</translation>
        </message>
        <message>
            <source>The areas of the parcels are rounded each; their sum and the area of the tract are {area} ha apart.</source>
            <translation>各地块面积分别取位，合计与片区面积相差 {area} 公顷</translation>
        </message>
        <message>
            <source>The band that holds the classes.</source>
            <translation>存放地类的波段。</translation>
        </message>
        <message>
            <source>The base map is under the county's layers.</source>
            <translation>底图已加在县域图层下面。</translation>
        </message>
        <message>
            <source>The batch to be made; all batches where left empty.</source>
            <translation>要处理的批次；留空为全部批次。</translation>
        </message>
        <message>
            <source>The batches of the parcels</source>
            <translation>地块所属批次</translation>
        </message>
        <message>
            <source>The boundary crosses itself near X {x}, Y {y}; taken as drawn.</source>
            <translation>界线在 X {x}、Y {y} 附近自相交：按原样读入。</translation>
        </message>
        <message>
            <source>The boundary touches itself near X {x}, Y {y}.</source>
            <translation>界线在 X {x}、Y {y} 附近自相接。</translation>
        </message>
        <message>
            <source>The bureau's tables for a batch: land classes by owner, new construction land, farmland by quality and head</source>
            <translation>批次的报批表格：权属地类汇总、新增建设用地、耕地质量与人均耕地</translation>
        </message>
        <message>
            <source>The candidates' circles hold {count:.0f} million cells: choose a larger CELL_SIZE, or fewer candidates.</source>
            <translation>候选点的覆盖圈共有 {count:.0f} 百万个像元：请加大像元（CELL_SIZE）或减少候选点。</translation>
        </message>
        <message>
            <source>The case file {file} has {count} tables.</source>
            <translation>案卷库 {file} 共 {count} 张表。</translation>
        </message>
        <message>
            <source>The case file {file} is locked: another person or program is writing it. Try again in a moment; offices that work at the same time need a case file in PostGIS (Create case file, CONNECTION).</source>
            <translation>案卷库 {file} 被锁定：另一人或另一程序正在写入。请稍后再试；多个单位同时办理需用 PostGIS 案卷库（建案卷库，CONNECTION）。</translation>
        </message>
        <message>
            <source>The case file {file} is there already and stays as it is.</source>
            <translation>案卷库 {file} 已存在，保持不变。</translation>
        </message>
        <message>
            <source>The case file {file} was made.</source>
            <translation>已建案卷库 {file}。</translation>
        </message>
        <message>
            <source>The cell is empty</source>
            <translation>单元格为空</translation>
        </message>
        <message>
            <source>The check failed.</source>
            <translation>检查未能完成。</translation>
        </message>
        <message>
            <source>The chosen sites in the order of their gain.</source>
            <translation>选定点，按增益排序。</translation>
        </message>
        <message>
            <source>The class codes ({codes}) are three-digit codes of the second land survey: bring them to the third survey first (011 is 0101; see resources/codes/erdiao_to_sandiao.csv).</source>
            <translation>地类编码（{codes}）是第二次土地调查的三位编码：请先转换为三调编码（011 对应 0101，见 resources/codes/erdiao_to_sandiao.csv）。</translation>
        </message>
        <message>
            <source>The class codes ({codes}) belong to no known scheme: choose the field with the class codes, or give a table of classes (CSV) as the scheme.</source>
            <translation>地类编码（{codes}）不属于任何已知的分类体系：请选择地类编码字段，或以地类表（CSV）作为分类体系。</translation>
        </message>
        <message>
            <source>The class codes fit several schemes; {scheme} was taken. If they are {others}, choose that in SCHEME.</source>
            <translation>地类编码同时符合多个分类体系，按{scheme}处理。如果实际是{others}，请在 SCHEME 中选择。</translation>
        </message>
        <message>
            <source>The class field holds no code: choose the field with the land class codes (DLBM).</source>
            <translation>地类字段中没有编码：请选择地类编码字段（DLBM）。</translation>
        </message>
        <message>
            <source>The classes are plane areas in the projection: {area} m².</source>
            <translation>各地类为投影平面面积：{area} 平方米。</translation>
        </message>
        <message>
            <source>The classes are shares of the recorded patch areas: {area} m².</source>
            <translation>各地类按图斑登记面积分摊：{area} 平方米。</translation>
        </message>
        <message>
            <source>The clipboard holds no text: copy the coordinates first.</source>
            <translation>剪贴板中没有文本，请先复制坐标。</translation>
        </message>
        <message>
            <source>The closing row of ring {ring} is named {name}, its first point {first}.</source>
            <translation>第 {ring} 圈闭合行的点号为 {name}，起点为 {first}。</translation>
        </message>
        <message>
            <source>The closing row of ring {ring} is {distance} m from the first point: left out.</source>
            <translation>第 {ring} 圈闭合行距起点 {distance} 米：略去该行。</translation>
        </message>
        <message>
            <source>The code is that of something wider than a place</source>
            <translation>代码比地点的级别高</translation>
        </message>
        <message>
            <source>The columns were read as: parcel {parcels}, ring {rings}, point {points}, coordinates {firsts} and {seconds}.</source>
            <translation>各列按以下理解读入：地块 {parcels}，圈号 {rings}，点号 {points}，坐标 {firsts}、{seconds}。</translation>
        </message>
        <message>
            <source>The common form, or that of an office or program.</source>
            <translation>通用格式，或某单位、某软件的格式。</translation>
        </message>
        <message>
            <source>The common form, that of an office or program, or your own from redline/dialects in the QGIS profile.</source>
            <translation>通用格式、某单位或软件的格式，或 QGIS 配置文件夹 redline/dialects 中的自定义格式。</translation>
        </message>
        <message>
            <source>The connection to {connection} broke off while the workspace was written: the schema {schema} is as it was; run again when the server is there again.</source>
            <translation>写入工作空间时与 {connection} 的连接中断：模式 {schema} 保持原样；服务器恢复后请再运行一次。</translation>
        </message>
        <message>
            <source>The connection to {connection} broke off: nothing was written; run again when the server is there again.</source>
            <translation>与 {connection} 的连接中断：没有写入任何内容；待服务器恢复后请重新运行。</translation>
        </message>
        <message>
            <source>The control area {control} differs so far from the sum of the areas, {sum}, that an area of {value} would vanish: check which control area belongs here.</source>
            <translation>控制面积 {control} 与面积之和 {sum} 相差太大，面积为 {value} 的图斑会被调没：请检查控制面积是否对应。</translation>
        </message>
        <message>
            <source>The control area {control} ha has no village to go to.</source>
            <translation>控制面积 {control} 公顷没有村可以分摊。</translation>
        </message>
        <message>
            <source>The control area {control} has no patch to go to.</source>
            <translation>控制面积 {control} 没有图斑可以分摊。</translation>
        </message>
        <message>
            <source>The coordinate system was given by you: {crs}.</source>
            <translation>坐标系采用您指定的 {crs}。</translation>
        </message>
        <message>
            <source>The coordinate system {crs} has no EPSG code: choose one that has.</source>
            <translation>坐标系 {crs} 没有 EPSG 代码：请选择有代码的坐标系。</translation>
        </message>
        <message>
            <source>The coordinate system {crs} has no known ellipsoid: give the layer its true coordinate system.</source>
            <translation>坐标系 {crs} 的椭球未知：请为图层设置真实的坐标系。</translation>
        </message>
        <message>
            <source>The coordinate system {crs} names no longitudes and latitudes beneath it: give the layer its true coordinate system.</source>
            <translation>坐标系 {crs} 之下没有经纬度：请为图层设置其真实的坐标系。</translation>
        </message>
        <message>
            <source>The coordinate system {text} is unknown: CGCS2000 was assumed.</source>
            <translation>坐标系“{text}”无法识别：按 2000 国家大地坐标系处理。</translation>
        </message>
        <message>
            <source>The coordinates are degrees, but {crs} is no system in degrees: the parcel is left out; give EPSG:4490.</source>
            <translation>坐标为经纬度，而 {crs} 不是经纬度坐标系：该地块未读入；请指定 EPSG:4490。</translation>
        </message>
        <message>
            <source>The coordinates are in {crs}.</source>
            <translation>坐标为 {crs} 的坐标。</translation>
        </message>
        <message>
            <source>The coordinates are metres, but {crs} is a system in degrees: the parcel is left out; give its zone.</source>
            <translation>坐标以米为单位，而 {crs} 是经纬度坐标系：该地块未读入；请指定其所在投影带。</translation>
        </message>
        <message>
            <source>The coordinates were read in {crs}, for they cannot be in {given}, as given.</source>
            <translation>坐标不可能是指定的 {given}，已按 {crs} 读入。</translation>
        </message>
        <message>
            <source>The county is being read in the background…</source>
            <translation>正在后台读取县域图层…</translation>
        </message>
        <message>
            <source>The county's layers. They are only read; those that are not recognised are left out and named.</source>
            <translation>县域图层，只读取不修改；未能识别的不入库，并逐一列出。</translation>
        </message>
        <message>
            <source>The curve {path} must be an SVG or a PNG file.</source>
            <translation>曲线 {path} 应为 SVG 或 PNG 文件。</translation>
        </message>
        <message>
            <source>The database {connection} cannot be reached: {reason}</source>
            <translation>无法连接数据库 {connection}：{reason}</translation>
        </message>
        <message>
            <source>The day on which contracts are judged; today where left empty.</source>
            <translation>判断合同的日期，留空为今天。</translation>
        </message>
        <message>
            <source>The declared area is {declared} ha, the official area {official} ha, the plane area {plane} ha.</source>
            <translation>申报面积 {declared} 公顷，椭球面积 {official} 公顷，平面面积 {plane} 公顷。</translation>
        </message>
        <message>
            <source>The declared area {declared} ha is the plane area; the official area is {official} ha.</source>
            <translation>申报面积 {declared} 公顷是平面面积；椭球面积为 {official} 公顷。</translation>
        </message>
        <message>
            <source>The declared area {text} is in {unit}.</source>
            <translation>申报面积 {text} 的单位是{unit}。</translation>
        </message>
        <message>
            <source>The declared area {text} is no number.</source>
            <translation>申报面积“{text}”不是数字。</translation>
        </message>
        <message>
            <source>The declared area {text} was read in {unit}, as declared, but would fit the parcel in {other}: if that is meant, name the unit of areas and read the file again.</source>
            <translation>申报面积 {text} 按声明的单位（{unit}）读入，但按{other}才与地块大小相符；如确为{other}，请指定申报面积的单位后重新读入。</translation>
        </message>
        <message>
            <source>The demo cannot be written to {folder} ({reason}): make room or choose another QGIS profile.</source>
            <translation>示范数据无法写入 {folder}（{reason}）：请腾出空间或改用其他 QGIS 用户配置。</translation>
        </message>
        <message>
            <source>The demo county cannot be written to {folder} ({reason}): make room or choose another QGIS profile.</source>
            <translation>示范县无法写入 {folder}（{reason}）：请腾出空间，或换用其他 QGIS 配置。</translation>
        </message>
        <message>
            <source>The demo county is being loaded…</source>
            <translation>正在加载示范县……</translation>
        </message>
        <message>
            <source>The demo county is being made in the background; QGIS stays usable…</source>
            <translation>正在后台生成示范县，QGIS 可照常使用……</translation>
        </message>
        <message>
            <source>The demo county needs {size} MB in {folder}: make room first.</source>
            <translation>示范县需要在 {folder} 占用 {size} MB：请先腾出空间。</translation>
        </message>
        <message>
            <source>The difference between the control area and the sum of the patches, in units of 0.01 m², is divided by the number of patches; each gets the quotient, and the largest get one unit more until it is used up.</source>
            <translation>控制面积与图斑面积之和的差，以 0.01 平方米为单位除以图斑数；每个图斑得商数，余数从面积最大的图斑起各加一个单位，直到分完。</translation>
        </message>
        <message>
            <source>The disk of {folder} is full: make room, or choose a folder on another disk.</source>
            <translation>{folder} 所在磁盘已满：请腾出空间，或选择其他磁盘上的文件夹。</translation>
        </message>
        <message>
            <source>The dossier is in {folder}.</source>
            <translation>成果在 {folder}。</translation>
        </message>
        <message>
            <source>The drawing has boundaries of parcels (SOUTH 300000); {count} closed lines of CAD layer {layer} are none: left out. Name the CAD layers if they are meant too.</source>
            <translation>图形中有权属线（SOUTH 300000）；CAD 图层 {layer} 的 {count} 条闭合线不是权属线，未读入。确需读入的，请填写“CAD 图层”。</translation>
        </message>
        <message>
            <source>The drawing holds no closed line and no hatch: nothing to take as a parcel.</source>
            <translation>图形中没有闭合线和填充，没有可作为地块的内容。</translation>
        </message>
        <message>
            <source>The eastings begin with different zones ({prefixes}); the first was taken.</source>
            <translation>横坐标带号不一致（{prefixes}）：采用第一个。</translation>
        </message>
        <message>
            <source>The eastings begin with {prefix}, which is no zone in China.</source>
            <translation>横坐标以 {prefix} 开头，我国没有这个投影带。</translation>
        </message>
        <message>
            <source>The edges are so long that {points} points would have to stand between their ends: a vertex is astray, or the coordinate system is not the layer's own. Check layers names the features.</source>
            <translation>边线过长，两端之间需内插 {points} 个点：有节点坐标错误，或图层的坐标系不对。请用“图层检查”找出这些要素。</translation>
        </message>
        <message>
            <source>The elevation error is {value}: give metres, 0 or more.</source>
            <translation>高程误差为 {value}：应为米，不小于 0。</translation>
        </message>
        <message>
            <source>The elevation raster cannot be opened: choose a raster file of elevations.</source>
            <translation>无法打开高程栅格：请选择高程栅格文件。</translation>
        </message>
        <message>
            <source>The elevation raster ends within the circles of {count} cameras: {cameras}.</source>
            <translation>高程栅格没有完全覆盖 {count} 个摄像头的覆盖圈：{cameras}。</translation>
        </message>
        <message>
            <source>The elevation raster was resampled (bilinear) to cells of {cell:g} m in {crs}.</source>
            <translation>高程栅格已重采样（双线性）为 {cell:g} 米像元，坐标系 {crs}。</translation>
        </message>
        <message>
            <source>The elevation would have {count} million cells: choose a larger cell or fewer cameras.</source>
            <translation>高程将有 {count} 百万个像元：请加大像元或减少摄像头。</translation>
        </message>
        <message>
            <source>The ellipsoid of the layer is not known ({proj}): transform the layer to CGCS2000.</source>
            <translation>不知道图层所用的椭球（{proj}）：请把图层转换到 CGCS2000。</translation>
        </message>
        <message>
            <source>The exact plane has no polynomial.</source>
            <translation>精确平面没有多项式。</translation>
        </message>
        <message>
            <source>The exact solution needs scipy 1.9 or newer. Install it (Debian and Ubuntu: apt install python3-scipy; Windows, OSGeo4W shell: python -m pip install scipy; macOS: the same in QGIS's Python) or use the greedy choice.</source>
            <translation>精确求解需要 scipy 1.9 或更高版本。请安装（Debian、Ubuntu：apt install python3-scipy；Windows 在 OSGeo4W Shell 中：python -m pip install scipy；macOS 在 QGIS 自带的 Python 中同样安装），或改用贪心选址。</translation>
        </message>
        <message>
            <source>The extent {bounds} is no rectangle: is the layer empty?</source>
            <translation>范围 {bounds} 不成矩形：图层是否为空？</translation>
        </message>
        <message>
            <source>The extent {bounds} lies outside of what the layer's coordinate system covers: check the coordinate system of the layer.</source>
            <translation>范围 {bounds} 超出了图层坐标系的适用范围：请检查图层的坐标系。</translation>
        </message>
        <message>
            <source>The feature id is used where left empty.</source>
            <translation>留空时使用要素号。</translation>
        </message>
        <message>
            <source>The feature is left out: {reason}.</source>
            <translation>该要素未读入：{reason}。</translation>
        </message>
        <message>
            <source>The file cannot be read.</source>
            <translation>文件无法读取。</translation>
        </message>
        <message>
            <source>The file holds no coordinates.</source>
            <translation>文件中没有坐标。</translation>
        </message>
        <message>
            <source>The file is empty.</source>
            <translation>文件是空的。</translation>
        </message>
        <message>
            <source>The file is no geodata: nothing was read of it.</source>
            <translation>不是空间数据文件，未读入。</translation>
        </message>
        <message>
            <source>The file is no text in UTF-8, UTF-16 or GBK; signs that could not be read stand as �.</source>
            <translation>文件不是 UTF-8、UTF-16 或 GBK 文本；无法读取的字以 � 代替。</translation>
        </message>
        <message>
            <source>The file names no unit of areas; {text} fits the parcel in {unit} and was read so.</source>
            <translation>文件没有说明面积单位；{text} 按{unit}与地块大小相符，已按{unit}读入。</translation>
        </message>
        <message>
            <source>The file {file} cannot be read or written: {reason}.</source>
            <translation>文件 {file} 无法读取或写入：{reason}。</translation>
        </message>
        <message>
            <source>The files could not be read.</source>
            <translation>文件无法读取。</translation>
        </message>
        <message>
            <source>The first line of the layer (or of the selection), from its first to its last point.</source>
            <translation>图层（或选中要素）的第一条线，自首点至末点。</translation>
        </message>
        <message>
            <source>The folder of pictures is not named (PICTURES): the case sheets have none.</source>
            <translation>未指定照片文件夹（PICTURES），案卷页没有照片。</translation>
        </message>
        <message>
            <source>The form does not say that its longitudes and latitudes are those of {crs}: tell who receives it.</source>
            <translation>该格式不写明坐标系：请告知接收方，其中的经纬度是 {crs} 的经纬度。</translation>
        </message>
        <message>
            <source>The form holds longitudes and latitudes, but {crs} is a plane: choose EPSG:4490, or leave the system of the file empty.</source>
            <translation>该格式写经纬度，而 {crs} 是平面坐标系：请选择 EPSG:4490，或不选成果坐标系。</translation>
        </message>
        <message>
            <source>The funnel month by month.</source>
            <translation>逐月的漏斗。</translation>
        </message>
        <message>
            <source>The geometry at position {position} is a {kind}, which has no straight edges to measure: turn it into straight segments first (in QGIS: Segmentize by maximum distance).</source>
            <translation>第 {position} 个几何是 {kind}，没有可量算的直边：请先转为折线（QGIS：按最大距离分段）（序号从 0 起）。</translation>
        </message>
        <message>
            <source>The geometry at position {position} is damaged: its bytes end before the shape does or go on behind it, or name no known type.</source>
            <translation>第 {position} 个几何已损坏：数据提前结束或尾部有多余字节，或类型无法识别（序号从 0 起）。</translation>
        </message>
        <message>
            <source>The given totals contradict each other: {sums}.</source>
            <translation>给定的合计互相矛盾：{sums}。</translation>
        </message>
        <message>
            <source>The header names no zone; it was taken from the eastings ({prefix}).</source>
            <translation>文件头未写带号：取横坐标的带号 {prefix}。</translation>
        </message>
        <message>
            <source>The header names {text} as the unit of areas, which means nothing here: 公顷, 平方米 or 亩 were expected.</source>
            <translation>文件头的面积单位“{text}”无法识别：应为公顷、平方米或亩。</translation>
        </message>
        <message>
            <source>The header says zone {header}, but the eastings begin with {prefix}: {prefix} was taken.</source>
            <translation>文件头带号为 {header}，横坐标带号为 {prefix}：采用 {prefix}。</translation>
        </message>
        <message>
            <source>The header says {header}-degree zones, but {prefix} is a {width}-degree zone: the prefix was taken.</source>
            <translation>文件头写 {header} 度分带，而 {prefix} 是 {width} 度带：以横坐标带号为准。</translation>
        </message>
        <message>
            <source>The header value {name} holds a line end: write it in one line.</source>
            <translation>文件头的值 {name} 含有换行：请写成一行。</translation>
        </message>
        <message>
            <source>The key is no longer kept here.</source>
            <translation>本机已不再保存密钥。</translation>
        </message>
        <message>
            <source>The land use under patch {number} has the slope grade {grade}: grades are 1 to 5, correct it.</source>
            <translation>图斑 {number} 下的地类图斑坡度级别为 {grade}：应为 1 至 5，请改正。</translation>
        </message>
        <message>
            <source>The land-use patches (DLTB) whose areas are adjusted.</source>
            <translation>要平差的地类图斑（DLTB）。</translation>
        </message>
        <message>
            <source>The land-use patches (DLTB).</source>
            <translation>地类图斑（DLTB）。</translation>
        </message>
        <message>
            <source>The layer has no coordinate system: set one in its properties.</source>
            <translation>图层没有坐标系：请在图层属性中设置。</translation>
        </message>
        <message>
            <source>The layer is a table or a picture without areas: nothing was read of it.</source>
            <translation>是没有面的表或影像，未读入。</translation>
        </message>
        <message>
            <source>The layer is in degrees ({crs}): it has no plane area.</source>
            <translation>图层以度为单位（{crs}），没有平面面积。</translation>
        </message>
        <message>
            <source>The layer of {parameter} ({value}) cannot be opened: check its path and name.</source>
            <translation>参数 {parameter} 的图层（{value}）打不开：请检查路径和名称。</translation>
        </message>
        <message>
            <source>The layer refused the change.</source>
            <translation>图层拒绝了此次修改。</translation>
        </message>
        <message>
            <source>The layer whose polygons are pointed at</source>
            <translation>要指向其图形的图层</translation>
        </message>
        <message>
            <source>The layers are being checked…</source>
            <translation>正在检查图层…</translation>
        </message>
        <message>
            <source>The layers could not be read.</source>
            <translation>图层无法读取。</translation>
        </message>
        <message>
            <source>The layers {first} and {layer} cannot meet, they lie {distance} km apart: {first} around {here}, {layer} around {there}. As {crs} {layer} would meet {first}: set that in its properties if it is so.</source>
            <translation>图层 {first} 与 {layer} 不可能相交，两者相距 {distance} 公里：{first} 位于 {here}，{layer} 位于 {there}。若按 {crs}，{layer} 即与 {first} 相接：如确属如此，请在图层属性中设置该坐标系。</translation>
        </message>
        <message>
            <source>The layers {first} and {layer} cannot meet, they lie {distance} km apart: {first} around {here}, {layer} around {there}. Choose layers of one county, or set the true coordinate system of the wrong one.</source>
            <translation>图层 {first} 与 {layer} 不可能相交，两者相距 {distance} 公里：{first} 位于 {here}，{layer} 位于 {there}。请选择同一县的图层，或为有误的图层设置真实坐标系。</translation>
        </message>
        <message>
            <source>The layers {layers} are all in degrees, but plane coordinates are needed: export one of them to its Gauss-Krüger zone first.</source>
            <translation>图层 {layers} 都以度为单位，而这里需要平面坐标：请先将其中一个导出为所在高斯-克吕格带的坐标系。</translation>
        </message>
        <message>
            <source>The layout “{name}” is in the project.</source>
            <translation>布局“{name}”已加入工程。</translation>
        </message>
        <message>
            <source>The line has no direction: its first and last points are the same.</source>
            <translation>该线没有方向：首点与末点相同。</translation>
        </message>
        <message>
            <source>The line is not closed, its ends are {distance} m apart: no parcel; close it, or allow a larger gap.</source>
            <translation>该线不闭合，首尾相距 {distance} m，未作为地块；请将其闭合，或增大允许间距。</translation>
        </message>
        <message>
            <source>The line's ends are {distance} m apart; it was closed.</source>
            <translation>该线首尾相距 {distance} m，已闭合。</translation>
        </message>
        <message>
            <source>The log is broken before row {seq}: rows are missing or were changed.</source>
            <translation>日志在第 {seq} 行之前断链：有行缺失或被改动。</translation>
        </message>
        <message>
            <source>The map service refuses the key (answer {status}): look at console.tianditu.gov.cn whether it is right, for which kind of use it was given, and whether today's number of calls is used up.</source>
            <translation>地图服务拒绝该密钥（返回 {status}）：请到 console.tianditu.gov.cn 核对密钥是否正确、申请的应用类型，以及当日调用次数是否用完。</translation>
        </message>
        <message>
            <source>The map sheet {path} could not be written: is the folder full or read-only?</source>
            <translation>图件 {path} 写不出来：请检查磁盘空间和写入权限。</translation>
        </message>
        <message>
            <source>The masts as points. With a selection, only the selected ones.</source>
            <translation>摄像头点图层。有选择集时只取所选。</translation>
        </message>
        <message>
            <source>The message was taken.</source>
            <translation>消息已送达。</translation>
        </message>
        <message>
            <source>The messages were taken.</source>
            <translation>消息已送达。</translation>
        </message>
        <message>
            <source>The model {file} cannot be read.</source>
            <translation>模型 {file} 无法读取。</translation>
        </message>
        <message>
            <source>The moment at which open files are judged; now where left empty.</source>
            <translation>判定在办业务的时点；留空为当前时间。</translation>
        </message>
        <message>
            <source>The moment at which open tasks are judged; now where left empty.</source>
            <translation>判定在办任务的时点；留空为当前时间。</translation>
        </message>
        <message>
            <source>The moment of the push, for work that is entered later; now where left empty.</source>
            <translation>推送的时间，用于补录；留空为现在。</translation>
        </message>
        <message>
            <source>The name {name} is too long ({size} bytes, 3 for a Chinese sign): give one of at most {most} bytes.</source>
            <translation>名称 {name} 太长（{size} 字节，每个汉字 3 字节）：请改用不超过 {most} 字节的名称。</translation>
        </message>
        <message>
            <source>The next picture</source>
            <translation>下一张</translation>
        </message>
        <message>
            <source>The numba body was asked for and numba cannot be loaded ({reason}): install it with “python3 -m pip install numba”, or let the numpy body answer.</source>
            <translation>指定了用 numba 计算，但 numba 无法载入（{reason}）：请用“python3 -m pip install numba”安装，或改用 numpy 计算。</translation>
        </message>
        <message>
            <source>The number of masts is {count}: give 1 or more.</source>
            <translation>杆塔数为 {count}：应不小于 1。</translation>
        </message>
        <message>
            <source>The number of points {declared} leaves out closing rows ({rows} rows).</source>
            <translation>界址点数 {declared} 未计闭合行（共 {rows} 行）。</translation>
        </message>
        <message>
            <source>The office's tables in the profiles of QGIS 3 and QGIS 4 differ ({files}): name one shared folder under Settings &gt; Options &gt; Redline.</source>
            <translation>QGIS 3 与 QGIS 4 配置文件夹中的本单位表格不一致（{files}）：请在“设置 &gt; 选项 &gt; Redline”中指定一个共用文件夹。</translation>
        </message>
        <message>
            <source>The official area on the ellipsoid, the plane area and their difference for each polygon</source>
            <translation>计算每个面的椭球面积、平面面积及两者之差</translation>
        </message>
        <message>
            <source>The offsets of the geometries do not fit their {bytes} bytes.</source>
            <translation>几何的偏移量与其 {bytes} 个字节不符。</translation>
        </message>
        <message>
            <source>The outline crosses itself: right click to begin anew, and go round the land once.</source>
            <translation>边界自相交：请右键重新开始，绕范围一周绘制。</translation>
        </message>
        <message>
            <source>The outline has {count} arcs; they were kept as arcs.</source>
            <translation>边界有 {count} 段圆弧，按圆弧保留。</translation>
        </message>
        <message>
            <source>The outline stands in the drawing {count} times: taken once.</source>
            <translation>同一边界在图形中出现 {count} 次，只取一次。</translation>
        </message>
        <message>
            <source>The overlap is {value}: give a share from 0 to below 0.9.</source>
            <translation>重叠度为 {value}：应在 0 至 0.9（不含）之间。</translation>
        </message>
        <message>
            <source>The package numba is not installed: the numbers are the same, large tallies take 3 to 8 times longer.</source>
            <translation>未安装 numba：结果相同，但大范围统计需要 3 至 8 倍的时间。</translation>
        </message>
        <message>
            <source>The package openpyxl is missing, which writes XLSX files: Windows: OSGeo4W Shell, python -m pip install openpyxl; Debian and Ubuntu: apt install python3-openpyxl.</source>
            <translation>缺少写 XLSX 文件所需的 openpyxl。Windows：在 OSGeo4W Shell 中运行 python -m pip install openpyxl；Debian、Ubuntu：apt install python3-openpyxl。</translation>
        </message>
        <message>
            <source>The page template has no item “{name}”: it is left out of the sheet.</source>
            <translation>页面模板中没有项目“{name}”：图件上略去此项。</translation>
        </message>
        <message>
            <source>The page template {path} cannot be read: {reason}</source>
            <translation>页面模板 {path} 无法读取：{reason}</translation>
        </message>
        <message>
            <source>The page template {path} is no QGIS layout template.</source>
            <translation>页面模板 {path} 不是 QGIS 布局模板。</translation>
        </message>
        <message>
            <source>The page template {path} is {size} MB large; {most} MB are read: leave pictures in files of their own.</source>
            <translation>页面模板 {path} 有 {size} MB，只读取不超过 {most} MB 的：请把图片放在单独的文件中。</translation>
        </message>
        <message>
            <source>The page template {path} nests its tags more than {most} deep, which no layout of QGIS does: save it again in the layout designer, or take another file.</source>
            <translation>页面模板 {path} 的标签嵌套超过 {most} 层，QGIS 的布局不会如此：请在布局设计器中重新保存，或换一个文件。</translation>
        </message>
        <message>
            <source>The parcel has no points: left out.</source>
            <translation>该地块没有界址点：略去。</translation>
        </message>
        <message>
            <source>The parcel has {mu} mu. Area to cut off (mu):</source>
            <translation>该地块 {mu} 亩。切出面积（亩）：</translation>
        </message>
        <message>
            <source>The parcel is a {kind}, not an area (面): left out.</source>
            <translation>图形属性为“{kind}”，不是“面”：略去。</translation>
        </message>
        <message>
            <source>The parcel lies inside parcel {outer}: both were kept, and overlap.</source>
            <translation>该地块位于地块 {outer} 之内：两者都已保留，互相重叠。</translation>
        </message>
        <message>
            <source>The parcel line does not end with @.</source>
            <translation>地块行没有以 @ 结尾。</translation>
        </message>
        <message>
            <source>The parcel line has {count} columns; those without a known name are {names}.</source>
            <translation>地块行有 {count} 列；未知名称的列为 {names}。</translation>
        </message>
        <message>
            <source>The parcel line says {declared} points, but {rows} rows follow; all were read.</source>
            <translation>地块行写 {declared} 点，实际有 {rows} 行：全部读入。</translation>
        </message>
        <message>
            <source>The parcels are transformed into it. Left empty: their own, which must be a Gauss-Krüger zone, or for forms in degrees may be any.</source>
            <translation>地块转换到该坐标系。不填：用图层自己的坐标系，须为高斯-克吕格投影带；经纬度格式则不限。</translation>
        </message>
        <message>
            <source>The parcels are transformed into it. Left empty: their own, which must be one of surveys.</source>
            <translation>地块转换到该坐标系。不填：用图层自己的坐标系，须为测量所用的坐标系。</translation>
        </message>
        <message>
            <source>The parcels were transformed from {own} to {crs}.</source>
            <translation>地块已从 {own} 转换到 {crs}。</translation>
        </message>
        <message>
            <source>The parcels with haz_count, haz_ids, near_id and near_dist (m).</source>
            <translation>地块加上 haz_count、haz_ids、near_id、near_dist（米）。</translation>
        </message>
        <message>
            <source>The patches (DLTB) that say what of a batch is new construction land: agricultural and unused land, and construction land without a legal source. Left empty, and no field named, all of a batch is new.</source>
            <translation>地类图斑（DLTB），用来判定批次中哪些是新增建设用地：农用地、未利用地和无合法来源的建设用地。留空且不填字段时整个批次都算新增。</translation>
        </message>
        <message>
            <source>The patches (DLTB) under both: land given up counts where it is cultivated, land gained where it is not yet.</source>
            <translation>两者之下的地类图斑（DLTB）：减少的只计现状为耕地的，增加的只计现状不是耕地的。</translation>
        </message>
        <message>
            <source>The patches have no classes to tally by.</source>
            <translation>图斑没有地类，无法分类汇总。</translation>
        </message>
        <message>
            <source>The patches of the earlier epoch.</source>
            <translation>较早一期的图斑。</translation>
        </message>
        <message>
            <source>The patches of the later epoch.</source>
            <translation>较晚一期的图斑。</translation>
        </message>
        <message>
            <source>The path of {name} is too long by {over} signs for programs on Windows: choose a folder with a shorter path ({folder}).</source>
            <translation>{name} 的路径超出 Windows 程序所能处理的长度 {over} 个字符：请改用路径较短的文件夹（现为 {folder}）。</translation>
        </message>
        <message>
            <source>The pattern of file names {pattern} cannot be filled in: use {places}, and double a brace that is meant as one.</source>
            <translation>文件名样式 {pattern} 无法填写：请用 {places}；要写花括号本身时请写两个。</translation>
        </message>
        <message>
            <source>The picture before</source>
            <translation>上一张</translation>
        </message>
        <message>
            <source>The place cannot be brought to {crs}: zoom to the county first.</source>
            <translation>该位置无法转换到 {crs}：请先缩放到本县。</translation>
        </message>
        <message>
            <source>The place was not taken in: {reason}</source>
            <translation>此处未收入：{reason}</translation>
        </message>
        <message>
            <source>The places with their cases, by kind, and the sums.</source>
            <translation>各地点的件数（分类别）与合计。</translation>
        </message>
        <message>
            <source>The point lies in</source>
            <translation>点位所在</translation>
        </message>
        <message>
            <source>The point lies in no place</source>
            <translation>点位不在任何地点内</translation>
        </message>
        <message>
            <source>The points' numbers do not follow the outline, which would cross itself: taken as the rows stand.</source>
            <translation>按点号连线会自相交，已按各行原有次序连线。</translation>
        </message>
        <message>
            <source>The polygon has no area: draw at least three corners that do not lie on a line.</source>
            <translation>该图形没有面积：请至少画三个不在一条直线上的角点。</translation>
        </message>
        <message>
            <source>The polygon has {whole} m² and {area} m² cannot be cut off it: give a smaller area.</source>
            <translation>该图形面积为 {whole} 平方米，切不出 {area} 平方米：请给出更小的面积。</translation>
        </message>
        <message>
            <source>The polygons that are tallied: villages, parcels, circles, plan areas. With a selection, only these.</source>
            <translation>要统计的面：村、地块、覆盖圈、规划范围等。有选择集时只统计选中的。</translation>
        </message>
        <message>
            <source>The polygons to be measured. With a selection, only these.</source>
            <translation>要量算的面。有选择集时只量算选中的。</translation>
        </message>
        <message>
            <source>The polygons with number, name, file, layer and feature id.</source>
            <translation>带有编号、名称、文件、图层、要素号的面。</translation>
        </message>
        <message>
            <source>The polygons with the fields off_area, plane_area and diff; fields of these names are replaced.</source>
            <translation>带有 off_area、plane_area、diff 字段的面；同名字段会被替换。</translation>
        </message>
        <message>
            <source>The procedure has no polynomial here.</source>
            <translation>此处没有可用的多项式，按法定步骤逐点计算。</translation>
        </message>
        <message>
            <source>The project has no land use layer: load the county's layers first (Redline menu, Load county layers).</source>
            <translation>工程中没有地类图斑图层：请先加载县域图层（“Redline 红线”菜单 → 加载县域图层）。</translation>
        </message>
        <message>
            <source>The project has no layer of a known role: load the county's layers first.</source>
            <translation>工程中没有已识别的图层：请先加载县域图层。</translation>
        </message>
        <message>
            <source>The project has no parcel layer: load or create one first.</source>
            <translation>工程中没有地块图层：请先加载或新建。</translation>
        </message>
        <message>
            <source>The project is in {path}.</source>
            <translation>工程已保存到 {path}。</translation>
        </message>
        <message>
            <source>The project {path} cannot be written: {reason}</source>
            <translation>工程 {path} 无法写入：{reason}</translation>
        </message>
        <message>
            <source>The projection is not readable: {proj}.</source>
            <translation>读不懂这个投影定义：{proj}。</translation>
        </message>
        <message>
            <source>The projection {name} is not computed here ({proj}): transform the layer to CGCS2000.</source>
            <translation>这里不计算投影 {name}（{proj}）：请把图层转换到 CGCS2000。</translation>
        </message>
        <message>
            <source>The published table, with shares to 100.00.</source>
            <translation>公布的表，比例合计 100.00。</translation>
        </message>
        <message>
            <source>The quota is exceeded</source>
            <translation>已超出指标</translation>
        </message>
        <message>
            <source>The quota is nearly used up</source>
            <translation>指标接近用完</translation>
        </message>
        <message>
            <source>The raster {file} cannot be read: {reason}.</source>
            <translation>栅格 {file} 无法读取：{reason}。</translation>
        </message>
        <message>
            <source>The raster {file} has more than {most} different values: it holds measurements, not classes; choose a classified raster.</source>
            <translation>栅格 {file} 有超过 {most} 个不同的值：它是测量值而不是地类，请选择分类栅格。</translation>
        </message>
        <message>
            <source>The raster {file} has no band {band}: it has {count}.</source>
            <translation>栅格 {file} 没有第 {band} 波段：共 {count} 个波段。</translation>
        </message>
        <message>
            <source>The raster {file} holds fractions: it holds measurements, not classes; choose a classified raster.</source>
            <translation>栅格 {file} 的值带小数：它是测量值而不是地类，请选择分类栅格。</translation>
        </message>
        <message>
            <source>The raster {file} holds no numbers that could be classes ({kind}).</source>
            <translation>栅格 {file} 的值（{kind}）不能作为地类编码。</translation>
        </message>
        <message>
            <source>The raster {file} is rotated or not north-up: warp it to a north-up raster first (gdalwarp).</source>
            <translation>栅格 {file} 有旋转或不是正北朝上：请先用 gdalwarp 校正。</translation>
        </message>
        <message>
            <source>The raster {layer} has the classes {codes}, which {scheme} does not have: complete the table of classes, or name the value for no data.</source>
            <translation>栅格 {layer} 中的地类 {codes} 不在 {scheme} 中：请补全地类表，或指定无数据值。</translation>
        </message>
        <message>
            <source>The raster's own cells where left empty.</source>
            <translation>留空则用栅格自身的像元。</translation>
        </message>
        <message>
            <source>The rate of supply is asked from {first} to {last}: put the earlier year first.</source>
            <translation>供地率的统计年份为 {first} 至 {last}：请把较早的年份放在前面。</translation>
        </message>
        <message>
            <source>The refraction coefficient is {value}: it lies between 0 (no air) and 1 (a flat earth).</source>
            <translation>折光系数为 {value}：应在 0（无大气）与 1（地球为平面）之间。</translation>
        </message>
        <message>
            <source>The reserved share is touched</source>
            <translation>已动用预留指标</translation>
        </message>
        <message>
            <source>The ridge coefficient (KCXS) is {value}: it must be at least 0 and less than 1; correct the patch.</source>
            <translation>田坎系数（KCXS）为 {value}：应大于等于 0 且小于 1，请改正图斑。</translation>
        </message>
        <message>
            <source>The ridge coefficient {value} is not between 0 and 1: KCXS is a share, 0.0532 and not 5.32.</source>
            <translation>扣除系数 {value} 不在 0 与 1 之间：KCXS 应写作小数 0.0532，而不是 5.32。</translation>
        </message>
        <message>
            <source>The role {role} has no part {part}; it has: {parts}.</source>
            <translation>角色 {role} 没有 {part}；有：{parts}。</translation>
        </message>
        <message>
            <source>The round of all cameras does not hold: {seconds:.0f} s instead of {limit:.0f} s.</source>
            <translation>全部摄像头的轮巡不能按时完成：需 {seconds:.0f} 秒，时限 {limit:.0f} 秒。</translation>
        </message>
        <message>
            <source>The round of all cameras holds: {seconds:.0f} s of {limit:.0f} s.</source>
            <translation>全部摄像头的轮巡能按时完成：需 {seconds:.0f} 秒，时限 {limit:.0f} 秒。</translation>
        </message>
        <message>
            <source>The round that must hold.</source>
            <translation>须在此时间内完成一轮。</translation>
        </message>
        <message>
            <source>The row {text} has other columns than the rest; it was read by its digits.</source>
            <translation>坐标行 {text} 的列与其他行不同，已按位数判别读入。</translation>
        </message>
        <message>
            <source>The rows do not stand in the order of their points: taken by their numbers, from {first} to {last}.</source>
            <translation>各行未按点号排列，已按点号 {first} 至 {last} 的次序连线。</translation>
        </message>
        <message>
            <source>The rows of the table have different lengths.</source>
            <translation>表格各行的长度不一。</translation>
        </message>
        <message>
            <source>The run was cancelled; nothing was written.</source>
            <translation>已取消，未写出任何成果。</translation>
        </message>
        <message>
            <source>The same features in the same coordinate system, at their true place, to less than 1e-7 degrees.</source>
            <translation>要素和坐标系不变，位置还原到真实位置，误差小于 1e-7 度。</translation>
        </message>
        <message>
            <source>The same features; the class field holds today's class, old_class the one before.</source>
            <translation>要素不变；地类字段为现行地类，old_class 为原地类。</translation>
        </message>
        <message>
            <source>The same rows with a box around each place: zoom to a row to see it.</source>
            <translation>同样的记录，每处问题外加一个方框：缩放到该行即可查看。</translation>
        </message>
        <message>
            <source>The schema in the PostGIS database.</source>
            <translation>PostGIS 数据库中的模式。</translation>
        </message>
        <message>
            <source>The schema in the database. It is made where it is not there; tables that are no workspace's are kept.</source>
            <translation>数据库中的模式。不存在时新建；不属于工作空间的表保持不变。</translation>
        </message>
        <message>
            <source>The schema in the database; it is made where it is not there.</source>
            <translation>数据库中的模式；不存在时新建。</translation>
        </message>
        <message>
            <source>The schema of the case file in the database.</source>
            <translation>案卷库所在的数据库模式。</translation>
        </message>
        <message>
            <source>The schema {schema} of {connection} cannot be read: {reason}</source>
            <translation>无法读取 {connection} 的模式 {schema}：{reason}</translation>
        </message>
        <message>
            <source>The schema {schema} of {connection} cannot be written: {reason}</source>
            <translation>{connection} 的模式 {schema} 无法写入：{reason}</translation>
        </message>
        <message>
            <source>The schema {schema} of {connection} holds no layer: check its name, and that you may read it.</source>
            <translation>{connection} 的模式 {schema} 中没有图层：请核对名称和读取权限。</translation>
        </message>
        <message>
            <source>The schema {schema} of {connection} holds tables of these names that are no workspace's ({tables}): choose another schema.</source>
            <translation>{connection} 的模式 {schema} 中已有同名的表（{tables}），它们不属于工作空间：请另选模式。</translation>
        </message>
        <message>
            <source>The scheme {scheme} has no class for field ridges: leave the deduction off.</source>
            <translation>分类体系 {scheme} 没有田坎地类：请不要勾选田坎扣除。</translation>
        </message>
        <message>
            <source>The setting {key} cannot be {value}: a colour is written as #d7191c.</source>
            <translation>设置 {key} 不能是 {value}：颜色应写作 #d7191c。</translation>
        </message>
        <message>
            <source>The setting {key} cannot be {value}: choose one of {choices}.</source>
            <translation>设置 {key} 不能是 {value}：请从 {choices} 中选择。</translation>
        </message>
        <message>
            <source>The setting {key} cannot be {value}: it is a whole number from {low} to {high}.</source>
            <translation>设置 {key} 不能是 {value}：应为 {low} 至 {high} 的整数。</translation>
        </message>
        <message>
            <source>The settings of {file} are in force.</source>
            <translation>已采用 {file} 中的设置。</translation>
        </message>
        <message>
            <source>The sheets are in {folder}.</source>
            <translation>图件在 {folder} 中。</translation>
        </message>
        <message>
            <source>The solver cannot be interrupted while it works; when the time is up the best choice so far is given.</source>
            <translation>求解过程不能中断；时间用完时给出当时最好的方案。</translation>
        </message>
        <message>
            <source>The spots lie outside China: no zone of CGCS2000 holds them.</source>
            <translation>图斑在中国境外，没有对应的 CGCS2000 投影带。</translation>
        </message>
        <message>
            <source>The style {file} cannot be read: save it again from a layer's properties, or delete it.</source>
            <translation>样式 {file} 无法读取：请从图层属性重新保存，或将其删除。</translation>
        </message>
        <message>
            <source>The sum of the parcels and the area of the tract are {area} ha apart.</source>
            <translation>各地块面积合计与片区面积相差 {area} 公顷</translation>
        </message>
        <message>
            <source>The system of longitude and latitude; a platform on a web map has gcj02.</source>
            <translation>经纬度的坐标系；以网络地图为底图的平台为 gcj02。</translation>
        </message>
        <message>
            <source>The table is in the clipboard.</source>
            <translation>表格已复制到剪贴板。</translation>
        </message>
        <message>
            <source>The table of stages needs the parcels with their stages: give them in PARCELS.</source>
            <translation>阶段汇总表需要带阶段的地块：请在 PARCELS 中给出。</translation>
        </message>
        <message>
            <source>The table of working days has no working day after {day}: correct it.</source>
            <translation>工作日表在 {day} 之后没有工作日：请更正。</translation>
        </message>
        <message>
            <source>The table {file} cannot be read: {reason}.</source>
            <translation>表 {file} 无法读取：{reason}。</translation>
        </message>
        <message>
            <source>The table {file} has no column {columns}: it needs {header}.</source>
            <translation>表 {file} 缺少列 {columns}：需要 {header}。</translation>
        </message>
        <message>
            <source>The table {file} is no text in UTF-8 or GB 18030.</source>
            <translation>表 {file} 不是 UTF-8 或 GB 18030 编码的文本。</translation>
        </message>
        <message>
            <source>The table {table} has no rows for {result}.</source>
            <translation>表 {table} 中没有 {result} 的行。</translation>
        </message>
        <message>
            <source>The table {table} in the schema {schema} of {connection} belongs to {owner}, so you cannot replace it: let {owner} write the workspace, or choose another schema.</source>
            <translation>{connection} 的模式 {schema} 中的表 {table} 属于 {owner}，您无法替换：请由 {owner} 写入工作空间，或另选模式。</translation>
        </message>
        <message>
            <source>The table {table} of {connection} cannot be written: {reason}</source>
            <translation>无法写入 {connection} 的表 {table}：{reason}</translation>
        </message>
        <message>
            <source>The table {table} was begun and could not be taken out of the database again.</source>
            <translation>表 {table} 已开始写入，但无法从数据库中撤销。</translation>
        </message>
        <message>
            <source>The table {table} was written but cannot be opened again.</source>
            <translation>表 {table} 已写入，但无法再次打开。</translation>
        </message>
        <message>
            <source>The tables are in {folder}.</source>
            <translation>表格在 {folder} 中。</translation>
        </message>
        <message>
            <source>The tables as a page, with how they were made.</source>
            <translation>网页报告，含表格和算法说明。</translation>
        </message>
        <message>
            <source>The tables as an Excel workbook, ready to print.</source>
            <translation>Excel 工作簿，可直接打印。</translation>
        </message>
        <message>
            <source>The tables of casework, with a log that is only added to, in a GeoPackage or a PostGIS schema</source>
            <translation>在 GeoPackage 或 PostGIS 模式中建立案卷各表，记录只增不改</translation>
        </message>
        <message>
            <source>The target height is {value}: give metres above the ground, 0 or more.</source>
            <translation>目标高度为 {value}：应为离地高度（米），不小于 0。</translation>
        </message>
        <message>
            <source>The target zones with share_… for each field.</source>
            <translation>目标区域，每个字段对应 share_…。</translation>
        </message>
        <message>
            <source>The time by which cases are counted.</source>
            <translation>计数所用的时段。</translation>
        </message>
        <message>
            <source>The time was up before the choice was proved to be the best.</source>
            <translation>时间用完，尚未证明该方案最优。</translation>
        </message>
        <message>
            <source>The title {title} cannot be filled in: use {places}, and double a brace that is meant as one.</source>
            <translation>图名 {title} 无法填写：请用 {places}；要写花括号本身时请写两个。</translation>
        </message>
        <message>
            <source>The tolerance is {tolerance} m²: it must be 0 or more.</source>
            <translation>容差为 {tolerance} 平方米：不能小于 0。</translation>
        </message>
        <message>
            <source>The tract areas (成片开发范围).</source>
            <translation>成片开发范围。</translation>
        </message>
        <message>
            <source>The typeface {family} has no sign for {signs}: install a Chinese typeface, or these print as boxes.</source>
            <translation>字体 {family} 缺少字符 {signs}：请安装中文字体，否则这些字符会印成方框。</translation>
        </message>
        <message>
            <source>The unit in which the field holds the radius.</source>
            <translation>字段中半径的单位。</translation>
        </message>
        <message>
            <source>The unit of the declared area {text} was given by you: {unit}.</source>
            <translation>申报面积 {text} 的单位由您指定：{unit}。</translation>
        </message>
        <message>
            <source>The urban development boundary, or the extent of urban construction land.</source>
            <translation>城镇开发边界或城镇建设用地范围。</translation>
        </message>
        <message>
            <source>The value of your province; that of the rules (40) where left empty.</source>
            <translation>本省规定值；留空时按规则表（40）。</translation>
        </message>
        <message>
            <source>The village boundaries (CJDCQ) with their control areas (DCMJ).</source>
            <translation>带有控制面积（DCMJ）的村级调查区（CJDCQ）。</translation>
        </message>
        <message>
            <source>The village boundaries (CJDCQ).</source>
            <translation>村级调查区（CJDCQ）。</translation>
        </message>
        <message>
            <source>The village boundaries (CJDCQ). Without them the tables are not divided by village.</source>
            <translation>村级调查区（CJDCQ）。不给则表中不分村。</translation>
        </message>
        <message>
            <source>The villages with what is covered 1, 2 and 3 times, blind area, cameras, redundancy, farmland.</source>
            <translation>带有一、二、三次覆盖、盲区、摄像头、重叠度、农田等字段的村。</translation>
        </message>
        <message>
            <source>The wanted pixel size is {value}: give metres, more than 0.</source>
            <translation>要求的像素尺寸为 {value}：应为米，大于 0。</translation>
        </message>
        <message>
            <source>The watched folder {folder} is not there.</source>
            <translation>监视的文件夹 {folder} 不存在。</translation>
        </message>
        <message>
            <source>The whole demo county needs the package shapely 2: install it in Settings &gt; Options &gt; Redline &gt; Packages. The two townships need none.</source>
            <translation>生成完整示范县需要 shapely 2：请在“设置 &gt; 选项 &gt; 红线 &gt; 程序包”中安装。两个乡镇的示范数据无需安装。</translation>
        </message>
        <message>
            <source>The width of the sector; 360 is a whole circle. A camera that turns sees the circle, not its picture.</source>
            <translation>扇形的张角；360 为整圆。能转动的摄像头看到的是整圆，而不是当前画面。</translation>
        </message>
        <message>
            <source>The working days of {year} are not announced: only weekends were taken as days off. Fill in the office's table of working days (date, working).</source>
            <translation>{year} 年的节假日安排尚未公布：仅按周末休息计算。请填写本单位的工作日表（date、working 两列）。</translation>
        </message>
        <message>
            <source>The year before</source>
            <translation>上年同期</translation>
        </message>
        <message>
            <source>The zones with pt_count and, for each field, its sum.</source>
            <translation>单元加上 pt_count 和各字段合计。</translation>
        </message>
        <message>
            <source>The zones with the verdict, and for each line the areas inside and outside, share and ids.</source>
            <translation>原图层加上结论，以及每条红线的线内、线外面积、占比和涉及图斑。</translation>
        </message>
        <message>
            <source>The zoom runs from {widest} to {narrowest} degrees: give two angles between 0 and 180, the wide one not smaller than the narrow one.</source>
            <translation>变焦视场为 {widest} 至 {narrowest} 度：应为 0 到 180 之间的两个角，广角端不小于长焦端。</translation>
        </message>
        <message>
            <source>Their numbers</source>
            <translation>隐患点编号</translation>
        </message>
        <message>
            <source>There are no cameras: load their layer into the project, or give it in CAMERAS.</source>
            <translation>没有摄像头：请把图层加载到工程，或在 CAMERAS 中指定。</translation>
        </message>
        <message>
            <source>There are too many layers of the role {role}.</source>
            <translation>角色 {role} 的图层太多。</translation>
        </message>
        <message>
            <source>There are {patches} patches and {classes} classes: each patch needs one.</source>
            <translation>图斑 {patches} 个，地类 {classes} 个：每个图斑须有一个地类。</translation>
        </message>
        <message>
            <source>There is no 1:10,000 sheet at longitude {lon}, latitude {lat}: check the coordinate system.</source>
            <translation>经度 {lon}、纬度 {lat} 处没有 1:10000 图幅：请检查坐标系。</translation>
        </message>
        <message>
            <source>There is no PostgreSQL connection {connection}: create it in QGIS (Browser &gt; PostgreSQL).</source>
            <translation>没有名为 {connection} 的 PostgreSQL 连接：请在 QGIS 中新建（浏览器 &gt; PostgreSQL）。</translation>
        </message>
        <message>
            <source>There is no Python at {file}: name the program itself in PYTHON.</source>
            <translation>{file} 处没有 Python：请在 PYTHON 参数中填写程序本身。</translation>
        </message>
        <message>
            <source>There is no body {body}: auto, numba or numpy.</source>
            <translation>没有计算方式 {body}：可选 auto、numba、numpy。</translation>
        </message>
        <message>
            <source>There is no body {body}: use auto, numpy or numba.</source>
            <translation>没有计算方式 {body}：请用 auto、numpy 或 numba。</translation>
        </message>
        <message>
            <source>There is no camera whose circle the elevation raster reaches.</source>
            <translation>没有一个摄像头的覆盖圈落在高程栅格内。</translation>
        </message>
        <message>
            <source>There is no candidate site: give points, or an area with a spacing for a grid of them.</source>
            <translation>没有候选点：请给出点图层，或给出范围和间距以生成格网点。</translation>
        </message>
        <message>
            <source>There is no compiled module {name}.</source>
            <translation>没有编译模块 {name}。</translation>
        </message>
        <message>
            <source>There is no coordinate system {system}: cgcs2000, gcj02 or bd09.</source>
            <translation>没有坐标系 {system}：可选 cgcs2000、gcj02、bd09。</translation>
        </message>
        <message>
            <source>There is no crosswalk from {scheme} to planned use: give land use of the third survey or planned use.</source>
            <translation>没有从 {scheme} 到用地用海的对照：请给出三调地类或用地用海。</translation>
        </message>
        <message>
            <source>There is no dialect {name}: choose one of {names}, or give the path of a dialect table (.csv).</source>
            <translation>没有名为 {name} 的格式：请选择 {names} 之一，或给出格式表（.csv）的路径。</translation>
        </message>
        <message>
            <source>There is no encoding {encoding}: choose one of {names}.</source>
            <translation>没有编码 {encoding}：请选择 {names} 之一。</translation>
        </message>
        <message>
            <source>There is no file or folder {path}.</source>
            <translation>没有文件或文件夹 {path}。</translation>
        </message>
        <message>
            <source>There is no file {file}: make it with Create case file.</source>
            <translation>没有文件 {file}：请先用“建立案卷库”生成。</translation>
        </message>
        <message>
            <source>There is no folder for the office's tables: set the data folder.</source>
            <translation>没有本单位的数据文件夹：请在设置中指定。</translation>
        </message>
        <message>
            <source>There is no folder {folder}.</source>
            <translation>没有文件夹 {folder}。</translation>
        </message>
        <message>
            <source>There is no layer for “{role}”: load it into the project, or give it in {parameter}.</source>
            <translation>没有“{role}”图层：请加载到工程中，或在参数 {parameter} 中指定。</translation>
        </message>
        <message>
            <source>There is no open project to load into: name the project file to write (PROJECT).</source>
            <translation>没有打开的工程可供加载：请指定要写出的工程文件（PROJECT）。</translation>
        </message>
        <message>
            <source>There is no page template {name}: put it into {folder}, or choose another paper or orientation.</source>
            <translation>没有页面模板 {name}：请把它放入 {folder}，或改选纸张、方向。</translation>
        </message>
        <message>
            <source>There is no parcel to write: the layer or the selection is empty.</source>
            <translation>没有可写出的地块：图层或选择集为空。</translation>
        </message>
        <message>
            <source>There is no red line to check against: load permanent basic farmland, the ecological red line or the urban development boundary, or give them as parameters.</source>
            <translation>没有可核查的红线：请加载永久基本农田、生态保护红线或城镇开发边界，或在参数中指定。</translation>
        </message>
        <message>
            <source>There is no robot yet: enter one in Messages…</source>
            <translation>还没有机器人：请在“消息…”中添加。</translation>
        </message>
        <message>
            <source>There is no role {role}; there are: {roles}.</source>
            <translation>没有角色 {role}；现有：{roles}。</translation>
        </message>
        <message>
            <source>There is no row {row}.</source>
            <translation>没有第 {row} 行。</translation>
        </message>
        <message>
            <source>There is no scheme {scheme}: choose one of {schemes}.</source>
            <translation>没有分类体系 {scheme}：可选 {schemes}。</translation>
        </message>
        <message>
            <source>There is no setting {key}; there are: {keys}.</source>
            <translation>没有设置 {key}；现有：{keys}。</translation>
        </message>
        <message>
            <source>There is no table to write into the workbook.</source>
            <translation>没有可写入工作簿的表。</translation>
        </message>
        <message>
            <source>There is no unit of area {unit}: m2, ha, mu or km2.</source>
            <translation>没有面积单位 {unit}：可选 m2、ha、mu、km2。</translation>
        </message>
        <message>
            <source>There is no vertex here: press the mouse on a corner of a polygon.</source>
            <translation>此处没有节点：请在图形的角点上按下鼠标。</translation>
        </message>
        <message>
            <source>There is no {path}: choose a folder, a geodatabase (.gdb) or a GeoPackage.</source>
            <translation>{path} 不存在：请选择文件夹、地理数据库（.gdb）或 GeoPackage。</translation>
        </message>
        <message>
            <source>There is nothing to measure: the layers have no extent.</source>
            <translation>没有可量算的内容：图层范围为空。</translation>
        </message>
        <message>
            <source>There was a case at this place before.</source>
            <translation>此处以前有过案件。</translation>
        </message>
        <message>
            <source>They are in</source>
            <translation>现有坐标</translation>
        </message>
        <message>
            <source>Things to look at</source>
            <translation>需要留意的事项</translation>
        </message>
        <message>
            <source>This QGIS cannot write GeoPDF: the PDF has no layers.</source>
            <translation>本机 QGIS 不能输出 GeoPDF：PDF 不带图层。</translation>
        </message>
        <message>
            <source>This QGIS cannot write into PostgreSQL: choose a file.</source>
            <translation>此 QGIS 不能写入 PostgreSQL：请选择文件。</translation>
        </message>
        <message>
            <source>This QGIS has no PostgreSQL provider: install the package qgis-providers.</source>
            <translation>本机 QGIS 没有 PostgreSQL 数据源：请安装 qgis-providers。</translation>
        </message>
        <message>
            <source>This alert is there already.</source>
            <translation>该线索已收入，不重复。</translation>
        </message>
        <message>
            <source>This choice is proved to be the best.</source>
            <translation>该方案已证明为最优。</translation>
        </message>
        <message>
            <source>This development build names no place on the web: the tutorial is docs/tutorial.md in the plugin's source.</source>
            <translation>此开发版没有写网址：教程是插件源代码中的 docs/tutorial.zh-Hans.md。</translation>
        </message>
        <message>
            <source>This layer is…</source>
            <translation>该图层是…</translation>
        </message>
        <message>
            <source>This period</source>
            <translation>本期</translation>
        </message>
        <message>
            <source>This village</source>
            <translation>本村范围</translation>
        </message>
        <message>
            <source>Those in which the register has nothing.</source>
            <translation>台账中没有任何件的地点。</translation>
        </message>
        <message>
            <source>Those late or overdue.</source>
            <translation>超时办结和超期未办的业务。</translation>
        </message>
        <message>
            <source>Those of the form where left empty.</source>
            <translation>留空时按格式的规定。</translation>
        </message>
        <message>
            <source>Three-digit classes of the second land survey to classes of the third</source>
            <translation>把二调三位地类编码转换为三调地类</translation>
        </message>
        <message>
            <source>Tianditu opens its maps to a key that your office gets at console.tianditu.gov.cn. QGIS keeps it in its authentication database, encrypted; projects that you pass on hold none.</source>
            <translation>天地图凭密钥提供底图，密钥由本单位在 console.tianditu.gov.cn 申请。密钥加密保存在 QGIS 认证数据库中，交给他人的工程里没有密钥。</translation>
        </message>
        <message>
            <source>Tilt (°)</source>
            <translation>俯仰角（°）</translation>
        </message>
        <message>
            <source>Tilt of a camera that looks down</source>
            <translation>向下看时的俯仰角</translation>
        </message>
        <message>
            <source>Tilt speed (°/s)</source>
            <translation>俯仰转速（°/秒）</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>Time at a preset (s)</source>
            <translation>预置位停留时间（秒）</translation>
        </message>
        <message>
            <source>Time for the exact method (s)</source>
            <translation>精确求解时限（秒）</translation>
        </message>
        <message>
            <source>Time left</source>
            <translation>剩余时间</translation>
        </message>
        <message>
            <source>Time of the round (min)</source>
            <translation>轮巡时限（分钟）</translation>
        </message>
        <message>
            <source>Time of the stop: turning, settling, looking (s)</source>
            <translation>该预置位用时：转动、稳定、停留（秒）</translation>
        </message>
        <message>
            <source>Times and the number of channels are 0 or more.</source>
            <translation>时间和通道数应大于或等于 0。</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>图名</translation>
        </message>
        <message>
            <source>To</source>
            <translation>截止时刻</translation>
        </message>
        <message>
            <source>To (m)</source>
            <translation>止（米）</translation>
        </message>
        <message>
            <source>To be acquired</source>
            <translation>拟征收</translation>
        </message>
        <message>
            <source>To be acquired: {total} ha in {projects} projects = {parts}.</source>
            <translation>拟征收 {total} 公顷，{projects} 个项目 = {parts}。</translation>
        </message>
        <message>
            <source>To the east</source>
            <translation>东至</translation>
        </message>
        <message>
            <source>To the north</source>
            <translation>北至</translation>
        </message>
        <message>
            <source>To the south</source>
            <translation>南至</translation>
        </message>
        <message>
            <source>To the west</source>
            <translation>西至</translation>
        </message>
        <message>
            <source>To whom each task goes; the field package is the chief's.</source>
            <translation>每个任务推送给谁；外业包由田长使用。</translation>
        </message>
        <message>
            <source>Together {together} m², the parcel {whole} m²: each part's corners are rounded.</source>
            <translation>合计 {together} 平方米，原地块 {whole} 平方米：各部分界址点坐标分别取位。</translation>
        </message>
        <message>
            <source>Tolerance (m²)</source>
            <translation>容差（平方米）</translation>
        </message>
        <message>
            <source>Tolerance of the red-line check</source>
            <translation>红线核查容差</translation>
        </message>
        <message>
            <source>Tolerance of the red-line check (m²)</source>
            <translation>红线核查容差（平方米）</translation>
        </message>
        <message>
            <source>Too steep</source>
            <translation>坡度过大</translation>
        </message>
        <message>
            <source>Total</source>
            <translation>总计</translation>
        </message>
        <message>
            <source>Total area</source>
            <translation>总计</translation>
        </message>
        <message>
            <source>Total area (m²)</source>
            <translation>总面积（平方米）</translation>
        </message>
        <message>
            <source>Total area of the zones (m²)</source>
            <translation>统计单元总面积（平方米）</translation>
        </message>
        <message>
            <source>Total official area (m²)</source>
            <translation>椭球面积合计（平方米）</translation>
        </message>
        <message>
            <source>Touches</source>
            <translation>触碰</translation>
        </message>
        <message>
            <source>Township</source>
            <translation>乡镇</translation>
        </message>
        <message>
            <source>Township boundaries or a table (XZQ), for the townships' names.</source>
            <translation>乡镇界或表（XZQ），用于取乡镇名称。</translation>
        </message>
        <message>
            <source>Township boundary</source>
            <translation>乡镇界</translation>
        </message>
        <message>
            <source>Township code</source>
            <translation>乡镇代码</translation>
        </message>
        <message>
            <source>Township field chief</source>
            <translation>镇级田长</translation>
        </message>
        <message>
            <source>Township not known</source>
            <translation>乡镇不明</translation>
        </message>
        <message>
            <source>Township or batch: zones with the same value get a subtotal.</source>
            <translation>乡镇或批次：值相同的单元另有小计。</translation>
        </message>
        <message>
            <source>Township or village</source>
            <translation>乡镇（村）</translation>
        </message>
        <message>
            <source>Township total</source>
            <translation>乡镇小计</translation>
        </message>
        <message>
            <source>Townships</source>
            <translation>乡镇</translation>
        </message>
        <message>
            <source>Townships (or villages) are first brought to it. Left empty: they stay as they are.</source>
            <translation>先把乡镇（或村）平差到该值；留空则保持不变。</translation>
        </message>
        <message>
            <source>Townships that are short</source>
            <translation>不足的乡镇</translation>
        </message>
        <message>
            <source>Townships, the county or a plan area; the table is made for each of them.</source>
            <translation>乡镇、全县或规划范围，逐个列表。</translation>
        </message>
        <message>
            <source>Tracks</source>
            <translation>轨迹</translation>
        </message>
        <message>
            <source>Tract</source>
            <translation>片区</translation>
        </message>
        <message>
            <source>Tract area</source>
            <translation>片区面积</translation>
        </message>
        <message>
            <source>Tract boundary</source>
            <translation>片区界线</translation>
        </message>
        <message>
            <source>Tract development plan</source>
            <translation>土地征收成片开发方案</translation>
        </message>
        <message>
            <source>Tract name</source>
            <translation>片区名称</translation>
        </message>
        <message>
            <source>Tract number</source>
            <translation>片区编号</translation>
        </message>
        <message>
            <source>Tract plan set</source>
            <translation>成片开发方案图组</translation>
        </message>
        <message>
            <source>Tracts</source>
            <translation>片区</translation>
        </message>
        <message>
            <source>Tracts of earlier plans, which the new ones must not overlap.</source>
            <translation>以往方案的片区，新片区不得与之重叠。</translation>
        </message>
        <message>
            <source>Transition matrix</source>
            <translation>转移矩阵</translation>
        </message>
        <message>
            <source>Transition matrix between two epochs, gains and losses by class and zone, farmland lost to construction</source>
            <translation>两期地类转移矩阵、各地类和单元的增减、流向建设用地的耕地</translation>
        </message>
        <message>
            <source>Transitions</source>
            <translation>转移明细</translation>
        </message>
        <message>
            <source>Trees and buildings as points, lines or polygons; each blocks the cells that it touches.</source>
            <translation>树木、房屋，可为点、线、面；每个遮挡其接触到的像元。</translation>
        </message>
        <message>
            <source>Try</source>
            <translation>试发</translation>
        </message>
        <message>
            <source>Turn (″)</source>
            <translation>旋转角（″）</translation>
        </message>
        <message>
            <source>Turned in</source>
            <translation>转入</translation>
        </message>
        <message>
            <source>Turned out</source>
            <translation>转出</translation>
        </message>
        <message>
            <source>Turning (s)</source>
            <translation>转动时间（秒）</translation>
        </message>
        <message>
            <source>Turning speeds and the time of the round are more than 0.</source>
            <translation>转动速度和轮巡时限应大于 0。</translation>
        </message>
        <message>
            <source>Tutorial</source>
            <translation>教程</translation>
        </message>
        <message>
            <source>Twice (%)</source>
            <translation>二重覆盖率（%）</translation>
        </message>
        <message>
            <source>Two outputs of this run are {file}: give each a file of its own.</source>
            <translation>本次运行有两个输出都是 {file}：请为每个输出指定单独的文件。</translation>
        </message>
        <message>
            <source>Two townships of an invented county</source>
            <translation>虚构县的两个乡镇</translation>
        </message>
        <message>
            <source>Two townships of an invented county: they come with the plugin and open at once.</source>
            <translation>虚构县的两个乡镇：随插件提供，立即打开。</translation>
        </message>
        <message>
            <source>Under construction</source>
            <translation>建设中</translation>
        </message>
        <message>
            <source>Under the title of each sheet.</source>
            <translation>印在各图图名之下。</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>Undo: returned, taken back or opened again, with a reason; nothing is deleted</source>
            <translation>撤销：退回、撤回或重新核查，须写理由；不删除任何记录</translation>
        </message>
        <message>
            <source>Unit</source>
            <translation>单位</translation>
        </message>
        <message>
            <source>Unit of declared areas</source>
            <translation>申报面积的单位</translation>
        </message>
        <message>
            <source>Unit of the field</source>
            <translation>字段单位</translation>
        </message>
        <message>
            <source>Unit: {unit}</source>
            <translation>单位：{unit}</translation>
        </message>
        <message>
            <source>Unit: {unit}, {decimals} decimals, rounded half up.</source>
            <translation>单位：{unit}，保留 {decimals} 位小数，四舍五入。</translation>
        </message>
        <message>
            <source>Units and decimals</source>
            <translation>单位与小数位</translation>
        </message>
        <message>
            <source>Unknown class</source>
            <translation>地类编码有误</translation>
        </message>
        <message>
            <source>Unlawful</source>
            <translation>违法</translation>
        </message>
        <message>
            <source>Until the picture stands still and is sharp.</source>
            <translation>画面稳定并聚焦所需时间。</translation>
        </message>
        <message>
            <source>Unused land</source>
            <translation>未利用地</translation>
        </message>
        <message>
            <source>Urban development boundary</source>
            <translation>城镇开发边界</translation>
        </message>
        <message>
            <source>Use</source>
            <translation>用途</translation>
        </message>
        <message>
            <source>Use {code}: declared {declared} ha, computed {computed} ha.</source>
            <translation>用途 {code}：申报 {declared} 公顷，计算 {computed} 公顷。</translation>
        </message>
        <message>
            <source>Used where neither the file nor the zone number of its eastings tells it.</source>
            <translation>文件和横坐标的带号都不能说明时使用。</translation>
        </message>
        <message>
            <source>Used where neither the header nor the zone number of the eastings tells it.</source>
            <translation>仅在文件头和横坐标带号都无法判断时使用。</translation>
        </message>
        <message>
            <source>Using Redline</source>
            <translation>使用说明</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>数值</translation>
        </message>
        <message>
            <source>Value for no data</source>
            <translation>无数据值</translation>
        </message>
        <message>
            <source>Vector files (*.gpkg *.shp *.geojson *.fgb *.xlsx *.csv);;All files (*)</source>
            <translation>矢量文件 (*.gpkg *.shp *.geojson *.fgb *.xlsx *.csv);;所有文件 (*)</translation>
        </message>
        <message>
            <source>Verdict</source>
            <translation>结论</translation>
        </message>
        <message>
            <source>Verdict in words</source>
            <translation>结论（文字）</translation>
        </message>
        <message>
            <source>Verdicts</source>
            <translation>结论</translation>
        </message>
        <message>
            <source>Verdicts for zones against red lines: inside, outside, share, legal farmland area, what is touched</source>
            <translation>各面与红线核对的结论：线内、线外、占比、永久基本农田面积、涉及图斑</translation>
        </message>
        <message>
            <source>Verification notice</source>
            <translation>核查通知单</translation>
        </message>
        <message>
            <source>Verification notices</source>
            <translation>核查通知单</translation>
        </message>
        <message>
            <source>Verification tasks</source>
            <translation>核查任务</translation>
        </message>
        <message>
            <source>Verification tasks pushed</source>
            <translation>核查任务已推送</translation>
        </message>
        <message>
            <source>Verification tasks {town}</source>
            <translation>{town}核查任务</translation>
        </message>
        <message>
            <source>Vertical datum</source>
            <translation>高程基准</translation>
        </message>
        <message>
            <source>Village</source>
            <translation>村</translation>
        </message>
        <message>
            <source>Village boundary</source>
            <translation>村界</translation>
        </message>
        <message>
            <source>Village by class</source>
            <translation>权属地类面积表</translation>
        </message>
        <message>
            <source>Village card of {village}</source>
            <translation>{village}图卡</translation>
        </message>
        <message>
            <source>Village cards</source>
            <translation>村图卡</translation>
        </message>
        <message>
            <source>Village code</source>
            <translation>村代码</translation>
        </message>
        <message>
            <source>Village code without a village</source>
            <translation>村代码没有对应的村</translation>
        </message>
        <message>
            <source>Village field chief</source>
            <translation>村级田长</translation>
        </message>
        <message>
            <source>Village {village} has a control area, but no patches.</source>
            <translation>村 {village} 有控制面积，但没有图斑。</translation>
        </message>
        <message>
            <source>Village {village}: its patches add up to {sum} m², its control area is {control} m²: they differ by more than {limit} %; check the control area and the patches' village codes.</source>
            <translation>村 {village}：图斑面积之和 {sum} 平方米，控制面积 {control} 平方米，相差超过 {limit} %：请检查控制面积和图斑的村代码。</translation>
        </message>
        <message>
            <source>Village {village}: {taken} mu of farmland are acquired, but it has only {farmland} mu: check the village codes of the land use.</source>
            <translation>{village}：征收耕地 {taken} 亩，而该村耕地只有 {farmland} 亩：请检查地类图斑的坐落单位代码。</translation>
        </message>
        <message>
            <source>Villages</source>
            <translation>村界</translation>
        </message>
        <message>
            <source>Villages by classes in hectares, two decimals, adjusted by the survey's rule.</source>
            <translation>各村各地类面积（公顷，2 位小数），按国土调查规则调平。</translation>
        </message>
        <message>
            <source>Villages not covered at all</source>
            <translation>完全未覆盖的村数</translation>
        </message>
        <message>
            <source>Villages or townships, with code and name.</source>
            <translation>村或乡镇，带代码和名称。</translation>
        </message>
        <message>
            <source>Villages or townships; without them the whole is one zone.</source>
            <translation>村或乡镇；不给出时全部作为一个单元。</translation>
        </message>
        <message>
            <source>Villages, parcels or any polygons.</source>
            <translation>村、地块或任意面。</translation>
        </message>
        <message>
            <source>Villages, townships, parcels and projects (Redline)</source>
            <translation>村、乡镇、地块和项目（红线）</translation>
        </message>
        <message>
            <source>Villages, townships, red lines and others. Red lines tell inside and outside, others their labels.</source>
            <translation>村、乡镇、红线等。红线分线内、线外，其他按标注分列。</translation>
        </message>
        <message>
            <source>Villages: {parts}.</source>
            <translation>所在村：{parts}。</translation>
        </message>
        <message>
            <source>Violates</source>
            <translation>越线</translation>
        </message>
        <message>
            <source>Violations</source>
            <translation>越线地块数</translation>
        </message>
        <message>
            <source>Visible area of a camera</source>
            <translation>摄像头可视域</translation>
        </message>
        <message>
            <source>Visible areas</source>
            <translation>可视范围</translation>
        </message>
        <message>
            <source>Visited</source>
            <translation>已到场</translation>
        </message>
        <message>
            <source>Visits</source>
            <translation>核查</translation>
        </message>
        <message>
            <source>Visits taken</source>
            <translation>收入核查数</translation>
        </message>
        <message>
            <source>Visits, evidence and tracks of field packages into the case file, with checks of each picture</source>
            <translation>把外业包中的核查、举证和轨迹收回案卷库，并逐张检查照片</translation>
        </message>
        <message>
            <source>WEIGHTS is {text}: give {count} numbers above 0, one for each layer, parted by semicolons.</source>
            <translation>权重为 {text}：应为 {count} 个大于 0 的数，每个图层一个，用分号隔开。</translation>
        </message>
        <message>
            <source>Warning</source>
            <translation>提示</translation>
        </message>
        <message>
            <source>Warnings</source>
            <translation>警告数</translation>
        </message>
        <message>
            <source>Watched folder</source>
            <translation>监视文件夹</translation>
        </message>
        <message>
            <source>Watched folder…</source>
            <translation>监视文件夹…</translation>
        </message>
        <message>
            <source>WeCom robot</source>
            <translation>企业微信机器人</translation>
        </message>
        <message>
            <source>Week</source>
            <translation>周次</translation>
        </message>
        <message>
            <source>Weighing the land…</source>
            <translation>正在计算土地权重…</translation>
        </message>
        <message>
            <source>Weights of the layers</source>
            <translation>图层权重</translation>
        </message>
        <message>
            <source>West</source>
            <translation>西</translation>
        </message>
        <message>
            <source>What a camera shows when it looks to true north; 0 where left empty.</source>
            <translation>摄像头朝真北时显示的水平角；留空为 0。</translation>
        </message>
        <message>
            <source>What a village lacks below this is rounding.</source>
            <translation>村内未覆盖面积小于此值视为舍入误差。</translation>
        </message>
        <message>
            <source>What became of each village.</source>
            <translation>各村平差情况。</translation>
        </message>
        <message>
            <source>What each camera really sees over terrain, trees and buildings, and how many cameras see each cell</source>
            <translation>在地形、树木、房屋之上各摄像头真正看得见的范围，以及每个像元被几个摄像头看见</translation>
        </message>
        <message>
            <source>What each new mast adds</source>
            <translation>各新杆塔新增范围</translation>
        </message>
        <message>
            <source>What each package is for, and a button that installs it into your QGIS profile</source>
            <translation>各程序包的用途，并可一键装入 QGIS 用户配置</translation>
        </message>
        <message>
            <source>What happened</source>
            <translation>办理记录</translation>
        </message>
        <message>
            <source>What is built on for it.</source>
            <translation>对应建新的范围。</translation>
        </message>
        <message>
            <source>What is built on.</source>
            <translation>已建成的范围。</translation>
        </message>
        <message>
            <source>What is demolished and reclaimed.</source>
            <translation>拆旧复垦的范围。</translation>
        </message>
        <message>
            <source>What is kept of the robots cannot be read: enter them anew.</source>
            <translation>保存的机器人无法读取：请重新填写。</translation>
        </message>
        <message>
            <source>What is registered.</source>
            <translation>已登记的范围。</translation>
        </message>
        <message>
            <source>What is to be looked at; it stands in list and package.</source>
            <translation>需要核查的内容；写入清单和外业包。</translation>
        </message>
        <message>
            <source>What no camera covers, with its area and what lies in it.</source>
            <translation>没有摄像头覆盖的部分，附面积和其中的地类。</translation>
        </message>
        <message>
            <source>What of approved land is acquired, supplied, built on and registered; contracts overdue; idle land</source>
            <translation>批准土地中已征收、已供应、已建成、已登记各多少，合同逾期和闲置土地</translation>
        </message>
        <message>
            <source>What of each zone lies inside a red line, or outside a line in which it must be.</source>
            <translation>各面位于红线内，或超出必须位于其内的界线的部分。</translation>
        </message>
        <message>
            <source>What of supplied land lies in no approved land.</source>
            <translation>供应土地中落在批准范围之外的部分。</translation>
        </message>
        <message>
            <source>What of the approved land is acquired.</source>
            <translation>批准土地中已征收的范围。</translation>
        </message>
        <message>
            <source>What the checks found</source>
            <translation>检查发现的问题</translation>
        </message>
        <message>
            <source>What to do</source>
            <translation>处理办法</translation>
        </message>
        <message>
            <source>What was decided</source>
            <translation>认定情况</translation>
        </message>
        <message>
            <source>What was farmland and is construction land, as polygons.</source>
            <translation>原为耕地、现为建设用地的部分。</translation>
        </message>
        <message>
            <source>What was found on site (written by hand)</source>
            <translation>现场核查情况（手写）</translation>
        </message>
        <message>
            <source>What was found on the way</source>
            <translation>处理中发现的问题</translation>
        </message>
        <message>
            <source>What was recognised</source>
            <translation>识别结果</translation>
        </message>
        <message>
            <source>What was skipped, and notices</source>
            <translation>跳过的要素与提示</translation>
        </message>
        <message>
            <source>What was used</source>
            <translation>数据来源与方法</translation>
        </message>
        <message>
            <source>Whatever language QGIS itself speaks.</source>
            <translation>与 QGIS 界面语言无关。</translation>
        </message>
        <message>
            <source>When each file of a service window was due, what became of it, and how the promise is kept</source>
            <translation>核算窗口业务的应办结时间、办理结果和承诺时限完成情况</translation>
        </message>
        <message>
            <source>When the office closes, or at 24:00.</source>
            <translation>到下班时间，或到 24:00。</translation>
        </message>
        <message>
            <source>Where a circle promises what no camera sees, one feature for each piece, the largest first.</source>
            <translation>覆盖圈承诺了、却没有摄像头看得见的地方，每片一个要素，从大到小。</translation>
        </message>
        <message>
            <source>Where left empty, that of most parcels with plane coordinates, else of most; parcels in others are transformed.</source>
            <translation>留空时取多数平面坐标地块的坐标系，没有平面坐标时取多数地块的；其他坐标系的地块自动转换。</translation>
        </message>
        <message>
            <source>Where pictures are kept; beside the case file where left empty.</source>
            <translation>存放照片的文件夹；留空为案卷库旁。</translation>
        </message>
        <message>
            <source>Where the data lies</source>
            <translation>数据位置</translation>
        </message>
        <message>
            <source>Where the parcel name stands</source>
            <translation>地块名称所在</translation>
        </message>
        <message>
            <source>Where the parcel number stands</source>
            <translation>地块编号所在</translation>
        </message>
        <message>
            <source>Whether a file accepted in that very minute counts as before it or after it.</source>
            <translation>恰在该分钟受理的业务算之前还是之后。</translation>
        </message>
        <message>
            <source>Which band holds the heights.</source>
            <translation>高程所在的波段。</translation>
        </message>
        <message>
            <source>Which candidate sites add the most farmland that no camera sees yet, in order, with their gain</source>
            <translation>哪些候选点能新增看见最多的耕地，按顺序给出增益</translation>
        </message>
        <message>
            <source>Who pushes; it stands in the log of the case file.</source>
            <translation>由谁推送；写入案卷库记录。</translation>
        </message>
        <message>
            <source>Who reported them.</source>
            <translation>线索由谁上报。</translation>
        </message>
        <message>
            <source>Who takes them back; it stands in the log where a visit names nobody.</source>
            <translation>由谁回收；核查记录未写明人员时写入记录。</translation>
        </message>
        <message>
            <source>Who was on site</source>
            <translation>到场人</translation>
        </message>
        <message>
            <source>Who you are</source>
            <translation>操作人</translation>
        </message>
        <message>
            <source>Whole parcel</source>
            <translation>整宗未供</translation>
        </message>
        <message>
            <source>Whole parcels and leftovers, as polygons.</source>
            <translation>整宗未供和边角剩余，面图层。</translation>
        </message>
        <message>
            <source>Whole plan</source>
            <translation>整个方案</translation>
        </message>
        <message>
            <source>Whole rounds within the time</source>
            <translation>时限内整轮数</translation>
        </message>
        <message>
            <source>Why it is not seen</source>
            <translation>看不见的原因</translation>
        </message>
        <message>
            <source>Why not</source>
            <translation>未挂接原因</translation>
        </message>
        <message>
            <source>Wide table</source>
            <translation>宽表</translation>
        </message>
        <message>
            <source>Widest field of view (°)</source>
            <translation>最大视场角（°）</translation>
        </message>
        <message>
            <source>Width of the sector that the camera can turn through; 360 is all round.</source>
            <translation>摄像头可转动的扇区宽度；360 为全方位。</translation>
        </message>
        <message>
            <source>Window</source>
            <translation>窗口</translation>
        </message>
        <message>
            <source>With a case file</source>
            <translation>同时建案卷库</translation>
        </message>
        <message>
            <source>With a selection, only the selected ones.</source>
            <translation>有选择集时只处理选中的地块。</translation>
        </message>
        <message>
            <source>With code and name: tells villages of one name apart by the township written before them.</source>
            <translation>带代码和名称：同名村按前面写的乡镇区分。</translation>
        </message>
        <message>
            <source>With control areas (DCMJ), to which the villages are brought first.</source>
            <translation>带有控制面积（DCMJ），先把村平差到乡镇。</translation>
        </message>
        <message>
            <source>With layers</source>
            <translation>带图层</translation>
        </message>
        <message>
            <source>With their stages and projects: gives the table of stages, and the members of contiguous land.</source>
            <translation>含阶段和项目：用于阶段汇总表和连片用地的成员。</translation>
        </message>
        <message>
            <source>With what is left of the quota after each batch.</source>
            <translation>列出每个批次之后的剩余指标。</translation>
        </message>
        <message>
            <source>With {count} points the parcel is too large to be checked for crossings.</source>
            <translation>该地块有 {count} 个点，过大，未检查自相交。</translation>
        </message>
        <message>
            <source>Within {minutes:g} minutes: in reach {field:,.2f} ha, looked at {once:,.2f} ha, twice or more {twice:,.2f} ha ({crs}).</source>
            <translation>{minutes:g} 分钟内：覆盖范围 {field:,.2f} 公顷，看到 {once:,.2f} 公顷，看到两次及以上 {twice:,.2f} 公顷（{crs}）。</translation>
        </message>
        <message>
            <source>Without a key Tianditu shows nothing: type your office's, then add the map again.</source>
            <translation>没有密钥，天地图不提供底图：请填写本单位的密钥，再添加。</translation>
        </message>
        <message>
            <source>Without a major class</source>
            <translation>未归三大类</translation>
        </message>
        <message>
            <source>Without a place</source>
            <translation>无地点</translation>
        </message>
        <message>
            <source>Without it the layers are added to the open project.</source>
            <translation>不勾选时，图层加入当前工程。</translation>
        </message>
        <message>
            <source>Workbook</source>
            <translation>工作簿</translation>
        </message>
        <message>
            <source>Workbooks</source>
            <translation>工作簿</translation>
        </message>
        <message>
            <source>Workers</source>
            <translation>工作进程数</translation>
        </message>
        <message>
            <source>Working days</source>
            <translation>工作日</translation>
        </message>
        <message>
            <source>Workspace</source>
            <translation>工作空间</translation>
        </message>
        <message>
            <source>Writing tables, boundary points and parcel text files…</source>
            <translation>正在写出面积表、界址点和报部坐标文件…</translation>
        </message>
        <message>
            <source>Writing the tables…</source>
            <translation>正在写表格……</translation>
        </message>
        <message>
            <source>Written: {file}</source>
            <translation>已写出：{file}</translation>
        </message>
        <message>
            <source>X (m)</source>
            <translation>X（m）</translation>
        </message>
        <message>
            <source>X and Y are swapped: the easting, of {digits} digits, stands first.</source>
            <translation>X、Y 颠倒：{digits} 位的横坐标写在前面。</translation>
        </message>
        <message>
            <source>X north, Y east, {decimals} decimals rounded half up; sides are calculated from these coordinates.</source>
            <translation>X 为北坐标，Y 为东坐标，保留 {decimals} 位小数（四舍五入）；边长由所列坐标计算。</translation>
        </message>
        <message>
            <source>Y (m)</source>
            <translation>Y（m）</translation>
        </message>
        <message>
            <source>Year</source>
            <translation>年度</translation>
        </message>
        <message>
            <source>Year before</source>
            <translation>上年</translation>
        </message>
        <message>
            <source>Year of approval</source>
            <translation>批准年度</translation>
        </message>
        <message>
            <source>Year on year</source>
            <translation>同比</translation>
        </message>
        <message>
            <source>Yearly land-use change report</source>
            <translation>年度地类变化报告</translation>
        </message>
        <message>
            <source>Years</source>
            <translation>年数</translation>
        </message>
        <message>
            <source>Years in which the quota is exceeded</source>
            <translation>超出指标的年数</translation>
        </message>
        <message>
            <source>Years of approval, both included; the last years of the rules (5) where left empty.</source>
            <translation>批准年度，首尾都含；留空取规则规定的最近几年（5）。</translation>
        </message>
        <message>
            <source>Years with a warning</source>
            <translation>有提示的年数</translation>
        </message>
        <message>
            <source>Yes or no; construction land with no is new (Letter 411 of 2022). Left empty, all of it has one.</source>
            <translation>是或否；填否的建设用地按新增计（自然资办函〔2022〕411号）。留空时都按有合法来源。</translation>
        </message>
        <message>
            <source>You may not make tables in the schema {schema} of {connection}: have the right given to you (GRANT USAGE, CREATE ON SCHEMA), or choose another schema.</source>
            <translation>您无权在 {connection} 的模式 {schema} 中建表：请管理员授权（GRANT USAGE, CREATE ON SCHEMA），或另选模式。</translation>
        </message>
        <message>
            <source>You named {crs}, but the eastings begin with {prefix}: that zone of the same datum was taken.</source>
            <translation>您指定了 {crs}，但横坐标以 {prefix} 开头：已采用同一基准的该带。</translation>
        </message>
        <message>
            <source>Zero area</source>
            <translation>面积为零</translation>
        </message>
        <message>
            <source>Zone</source>
            <translation>统计单元</translation>
        </message>
        <message>
            <source>Zone by patch as polygons, with areas that add up to the table; slower on large layers.</source>
            <translation>统计单元与图斑相交的面，面积与表一致；图层较大时较慢。</translation>
        </message>
        <message>
            <source>Zone {zone}: its classes add up to {sum} m², but its own area is {area} m²: the zone's geometry is probably invalid (crossing or repeated rings); repair it.</source>
            <translation>统计单元 {zone}：各地类合计 {sum} 平方米，而其自身面积为 {area} 平方米：图形可能无效（环自相交或重复），请修复。</translation>
        </message>
        <message>
            <source>Zones</source>
            <translation>统计单元</translation>
        </message>
        <message>
            <source>Zones of all counties with their areas, in EPSG:4490.</source>
            <translation>全部县的统计单元及面积，坐标系 EPSG:4490。</translation>
        </message>
        <message>
            <source>Zones shared out</source>
            <translation>已分摊的区域数</translation>
        </message>
        <message>
            <source>Zones that get shares</source>
            <translation>分摊到的区域</translation>
        </message>
        <message>
            <source>Zones that met nothing</source>
            <translation>不涉及任何目标的区域数</translation>
        </message>
        <message>
            <source>Zones that only touch a red line</source>
            <translation>触碰红线的个数</translation>
        </message>
        <message>
            <source>Zones that violate a red line</source>
            <translation>越线的个数</translation>
        </message>
        <message>
            <source>Zones to be checked</source>
            <translation>待核查的面</translation>
        </message>
        <message>
            <source>Zones with numbers</source>
            <translation>带有数值的区域</translation>
        </message>
        <message>
            <source>Zones with shares</source>
            <translation>分摊结果</translation>
        </message>
        <message>
            <source>Zones without a point</source>
            <translation>没有点的单元数</translation>
        </message>
        <message>
            <source>Zoom</source>
            <translation>定位</translation>
        </message>
        <message>
            <source>a written reason is needed.</source>
            <translation>需要书面理由。</translation>
        </message>
        <message>
            <source>above the camera's tilt range</source>
            <translation>高于摄像头俯仰范围</translation>
        </message>
        <message>
            <source>across</source>
            <translation>横向</translation>
        </message>
        <message>
            <source>all at once</source>
            <translation>不分时段</translation>
        </message>
        <message>
            <source>all batches</source>
            <translation>全部批次</translation>
        </message>
        <message>
            <source>and {count} more</source>
            <translation>等另 {count} 个</translation>
        </message>
        <message>
            <source>anew in each ring</source>
            <translation>每圈重新编号</translation>
        </message>
        <message>
            <source>announced holidays: deadlines in working days</source>
            <translation>国家公布的节假日：按工作日计算时限</translation>
        </message>
        <message>
            <source>area inside (m²)</source>
            <translation>线内面积（平方米）</translation>
        </message>
        <message>
            <source>area of all land</source>
            <translation>全部土地面积</translation>
        </message>
        <message>
            <source>area outside (m²)</source>
            <translation>线外面积（平方米）</translation>
        </message>
        <message>
            <source>as after the cut-off</source>
            <translation>按截止时间之后受理</translation>
        </message>
        <message>
            <source>as drawn</source>
            <translation>按绘制</translation>
        </message>
        <message>
            <source>as found</source>
            <translation>自动判断</translation>
        </message>
        <message>
            <source>as of the next opening</source>
            <translation>自下次开门起算</translation>
        </message>
        <message>
            <source>as the standard has it</source>
            <translation>按标准</translation>
        </message>
        <message>
            <source>at 24:00</source>
            <translation>24:00 为止</translation>
        </message>
        <message>
            <source>auto takes the unit beside the number, in the header, or of the file's form; only where none is named, the one that fits the parcel's size, with a warning. Choose ha, m2 or mu where you know it better.</source>
            <translation>auto：依次取数字后面、文件头、文件格式所定的单位；都没有说明时取与地块大小相符的单位，并给出警告。确知单位时可选 ha、m2 或 mu。</translation>
        </message>
        <message>
            <source>auto: for each sheet the one that shows it larger.</source>
            <translation>auto：每幅图取能显示得更大的方向。</translation>
        </message>
        <message>
            <source>azimuth</source>
            <translation>方位角</translation>
        </message>
        <message>
            <source>batches</source>
            <translation>批次</translation>
        </message>
        <message>
            <source>by month</source>
            <translation>按月</translation>
        </message>
        <message>
            <source>by quarter</source>
            <translation>按季</translation>
        </message>
        <message>
            <source>by week</source>
            <translation>按周</translation>
        </message>
        <message>
            <source>by year</source>
            <translation>按年</translation>
        </message>
        <message>
            <source>camera coverage</source>
            <translation>监控覆盖</translation>
        </message>
        <message>
            <source>chief</source>
            <translation>田长</translation>
        </message>
        <message>
            <source>chosen</source>
            <translation>人工指定</translation>
        </message>
        <message>
            <source>continuous</source>
            <translation>连续编号</translation>
        </message>
        <message>
            <source>counts as after it</source>
            <translation>算作之后</translation>
        </message>
        <message>
            <source>counts as before it</source>
            <translation>算作之前</translation>
        </message>
        <message>
            <source>county chief</source>
            <translation>县级田长</translation>
        </message>
        <message>
            <source>decimal degrees</source>
            <translation>十进制度</translation>
        </message>
        <message>
            <source>decimal degrees, or dms: ddd.mmss…. auto takes up to four decimals, and rows like those of the form dms, as minutes and seconds, and says so.</source>
            <translation>decimal 为十进制度，dms 为 ddd.mmss…。auto 把不超过四位小数的值，以及与 dms 格式写法相同的行当作度分秒，并在报告中说明。</translation>
        </message>
        <message>
            <source>detail: classes as recorded; first: first level; major: agricultural, construction, unused land.</source>
            <translation>detail：原地类；first：一级类；major：三大类。</translation>
        </message>
        <message>
            <source>downwards is negative</source>
            <translation>向下为负</translation>
        </message>
        <message>
            <source>downwards is positive</source>
            <translation>向下为正</translation>
        </message>
        <message>
            <source>drone</source>
            <translation>无人机</translation>
        </message>
        <message>
            <source>dxf: R2000 with layers 地块, 界址点, 注记; cass: points as .dat; kml: for the phone; xlsx: table of coordinates; geojson; shp: Shapefile. That of the file's ending where left empty.</source>
            <translation>dxf：R2000 版，图层为地块、界址点、注记；cass：.dat 坐标文件；kml：供手机使用；xlsx：坐标表；geojson；shp：Shapefile。留空时由文件扩展名决定。</translation>
        </message>
        <message>
            <source>empty</source>
            <translation>空</translation>
        </message>
        <message>
            <source>en</source>
            <translation>zh_Hans</translation>
        </message>
        <message>
            <source>enforcement squadron</source>
            <translation>执法中队</translation>
        </message>
        <message>
            <source>engine: {engine}, {zones} zones × {patches} cells, read {read} s, overlay {overlay} s, faults {faults} s, balance {balance} s, write {write} s</source>
            <translation>计算引擎：{engine}，{zones} 个统计单元 × {patches} 个像元，读取 {read} 秒，叠加 {overlay} 秒，查重叠缺口 {faults} 秒，平差 {balance} 秒，写出 {write} 秒</translation>
        </message>
        <message>
            <source>engine: {engine}, {zones} zones × {patches} patches, read {read} s, overlay {overlay} s, faults {faults} s, balance {balance} s, write {write} s</source>
            <translation>计算引擎：{engine}，{zones} 个统计单元 × {patches} 个图斑，读取 {read} 秒，叠加 {overlay} 秒，查重叠缺口 {faults} 秒，平差 {balance} 秒，写出 {write} 秒</translation>
        </message>
        <message>
            <source>error</source>
            <translation>错误</translation>
        </message>
        <message>
            <source>every class</source>
            <translation>全部地类</translation>
        </message>
        <message>
            <source>evidence taken after the decision is needed.</source>
            <translation>需要认定之后拍摄的举证材料。</translation>
        </message>
        <message>
            <source>evidence {key}</source>
            <translation>举证 {key}</translation>
        </message>
        <message>
            <source>evidence {key} was not taken: its file {file} is not in the package.</source>
            <translation>举证 {key} 未收入：其文件 {file} 不在包内。</translation>
        </message>
        <message>
            <source>exact</source>
            <translation>精确</translation>
        </message>
        <message>
            <source>field chief</source>
            <translation>田长</translation>
        </message>
        <message>
            <source>field of view</source>
            <translation>水平视场</translation>
        </message>
        <message>
            <source>first level</source>
            <translation>一级类</translation>
        </message>
        <message>
            <source>first: first-level classes; detail: classes as they are.</source>
            <translation>first：一级类；detail：原分类。</translation>
        </message>
        <message>
            <source>flattest depression</source>
            <translation>最小俯角</translation>
        </message>
        <message>
            <source>for some tools</source>
            <translation>部分工具需要</translation>
        </message>
        <message>
            <source>greedy takes the best site again and again, at least 63 % of the best possible; exact proves the best choice with HiGHS (needs scipy), for up to some hundred candidates.</source>
            <translation>greedy（贪心）每次选新增最多的点，不低于最优的 63 %；exact（精确）用 HiGHS 证明最优（需要 scipy），适合几百个候选点。</translation>
        </message>
        <message>
            <source>h</source>
            <translation>小时</translation>
        </message>
        <message>
            <source>ha</source>
            <translation>公顷</translation>
        </message>
        <message>
            <source>hectares</source>
            <translation>公顷</translation>
        </message>
        <message>
            <source>hidden: it would have to be {height:.1f} m higher</source>
            <translation>被遮挡：还需高出 {height:.1f} 米才看得见</translation>
        </message>
        <message>
            <source>hotline</source>
            <translation>举报热线</translation>
        </message>
        <message>
            <source>in and out balance</source>
            <translation>进出平衡</translation>
        </message>
        <message>
            <source>in the dead zone below the mast</source>
            <translation>在塔下盲区内</translation>
        </message>
        <message>
            <source>in_out: cultivated land turned into other farmland and back; replacement: occupied and replenished.</source>
            <translation>in_out：耕地与其他农用地之间的转出、转入；replacement：建设占用与补充。</translation>
        </message>
        <message>
            <source>inside</source>
            <translation>线内</translation>
        </message>
        <message>
            <source>it has no geometry</source>
            <translation>没有几何图形</translation>
        </message>
        <message>
            <source>it has no place</source>
            <translation>没有位置</translation>
        </message>
        <message>
            <source>it has no point</source>
            <translation>没有点</translation>
        </message>
        <message>
            <source>it is a line, not a polygon</source>
            <translation>它是线，不是面</translation>
        </message>
        <message>
            <source>it is a point, not a polygon</source>
            <translation>它是点，不是面</translation>
        </message>
        <message>
            <source>it is no area</source>
            <translation>不是面</translation>
        </message>
        <message>
            <source>it looks another way</source>
            <translation>朝向不对</translation>
        </message>
        <message>
            <source>it was not taken by the camera in the field</source>
            <translation>不是现场相机拍摄</translation>
        </message>
        <message>
            <source>it was taken at {at}, outside the task's time</source>
            <translation>拍摄于 {at}，不在任务期间</translation>
        </message>
        <message>
            <source>it was taken {distance} m from the spot</source>
            <translation>拍摄点距图斑 {distance} 米</translation>
        </message>
        <message>
            <source>its coordinates are not in the layer's coordinate system</source>
            <translation>坐标不在图层坐标系内</translation>
        </message>
        <message>
            <source>its coordinates are not numbers</source>
            <translation>坐标不是数字</translation>
        </message>
        <message>
            <source>its field of view {degrees}° is impossible</source>
            <translation>视场角 {degrees}° 不可能</translation>
        </message>
        <message>
            <source>its geometry is damaged or of an unknown kind</source>
            <translation>几何图形已损坏或类型不明</translation>
        </message>
        <message>
            <source>its geometry is empty or no polygon</source>
            <translation>几何图形为空或不是面</translation>
        </message>
        <message>
            <source>its line is not closed, the ends are {gap} m apart</source>
            <translation>线不闭合，首尾相距 {gap} m</translation>
        </message>
        <message>
            <source>its pan or tilt is missing</source>
            <translation>缺少水平角或俯仰角</translation>
        </message>
        <message>
            <source>its place is known to {accuracy} m only</source>
            <translation>定位精度仅 {accuracy} 米</translation>
        </message>
        <message>
            <source>its point (X {x}, Y {y}) lies outside of {crs}</source>
            <translation>点 (X {x}, Y {y}) 超出 {crs} 的范围</translation>
        </message>
        <message>
            <source>its radius {value} (field {field}) is more than 100 km</source>
            <translation>半径 {value}（字段 {field}）超过 100 公里</translation>
        </message>
        <message>
            <source>its radius {value} (field {field}) is no positive number</source>
            <translation>半径 {value}（字段 {field}）不是正数</translation>
        </message>
        <message>
            <source>its time is missing</source>
            <translation>缺少时间</translation>
        </message>
        <message>
            <source>its vertex {vertex} (X {x}, Y {y}) is astray: an edge of it is {length} km long</source>
            <translation>第 {vertex} 个节点（X {x}，Y {y}）坐标错误：边长达 {length} km</translation>
        </message>
        <message>
            <source>its vertex {vertex} (X {x}, Y {y}) lies outside of {crs}</source>
            <translation>第 {vertex} 个节点（X {x}，Y {y}）超出 {crs} 的范围</translation>
        </message>
        <message>
            <source>km²</source>
            <translation>平方千米</translation>
        </message>
        <message>
            <source>land use</source>
            <translation>土地利用现状</translation>
        </message>
        <message>
            <source>left of the line</source>
            <translation>线的左侧</translation>
        </message>
        <message>
            <source>left out and told</source>
            <translation>不分摊并说明</translation>
        </message>
        <message>
            <source>legal farmland area (m²)</source>
            <translation>永久基本农田面积（平方米）</translation>
        </message>
        <message>
            <source>legal farmland {area} m²</source>
            <translation>其中永久基本农田面积 {area} 平方米</translation>
        </message>
        <message>
            <source>looks {azimuth}°</source>
            <translation>方位 {azimuth}°</translation>
        </message>
        <message>
            <source>m</source>
            <translation>米</translation>
        </message>
        <message>
            <source>m2 square metres, ha hectares, mu 亩 (1 ha = 15 mu), km2.</source>
            <translation>m2 平方米，ha 公顷，mu 亩（1 公顷 = 15 亩），km2 平方千米。</translation>
        </message>
        <message>
            <source>mast camera</source>
            <translation>高空摄像头</translation>
        </message>
        <message>
            <source>mast height</source>
            <translation>挂高</translation>
        </message>
        <message>
            <source>min</source>
            <translation>分钟</translation>
        </message>
        <message>
            <source>missing</source>
            <translation>缺少</translation>
        </message>
        <message>
            <source>missing: take the system's package (Debian and Ubuntu python3-{name}, OSGeo4W Setup on Windows); a wheel would bring a second GDAL into QGIS</source>
            <translation>缺少：请用系统自带的包（Debian 和 Ubuntu 为 python3-{name}，Windows 用 OSGeo4W 安装程序）；wheel 会给 QGIS 带来第二个 GDAL</translation>
        </message>
        <message>
            <source>mu</source>
            <translation>亩</translation>
        </message>
        <message>
            <source>mu per head</source>
            <translation>亩/人</translation>
        </message>
        <message>
            <source>must be inside</source>
            <translation>须在线内</translation>
        </message>
        <message>
            <source>must stay out</source>
            <translation>不得占用</translation>
        </message>
        <message>
            <source>m²</source>
            <translation>平方米</translation>
        </message>
        <message>
            <source>m² with 2, ha with 4, mu with 4 decimals, rounded half up; 1 mu = 2000/3 m²</source>
            <translation>平方米 2 位、公顷 4 位、亩 4 位小数，四舍五入；1 亩 = 2000/3 平方米</translation>
        </message>
        <message>
            <source>no radius: {radius} m taken</source>
            <translation>没有半径：取 {radius} 米</translation>
        </message>
        <message>
            <source>nobody was on site: a decision needs a visit, or a written reason.</source>
            <translation>无人到场核查：认定须有现场核查，或书面说明理由。</translation>
        </message>
        <message>
            <source>none</source>
            <translation>无</translation>
        </message>
        <message>
            <source>none of these</source>
            <translation>都不是</translation>
        </message>
        <message>
            <source>north-west corner</source>
            <translation>西北角</translation>
        </message>
        <message>
            <source>northwest: nearest to the north-west corner of the ring's box. drawn: as it was drawn.</source>
            <translation>northwest：最靠近外接矩形西北角的点；drawn：按绘制的起点。</translation>
        </message>
        <message>
            <source>not checked</source>
            <translation>未核查</translation>
        </message>
        <message>
            <source>not decided</source>
            <translation>未决定</translation>
        </message>
        <message>
            <source>not in the scheme: {codes}</source>
            <translation>不在分类表中：{codes}</translation>
        </message>
        <message>
            <source>not recognised</source>
            <translation>未识别</translation>
        </message>
        <message>
            <source>not valid</source>
            <translation>无效</translation>
        </message>
        <message>
            <source>nothing</source>
            <translation>无</translation>
        </message>
        <message>
            <source>notice</source>
            <translation>提示</translation>
        </message>
        <message>
            <source>of it farmland</source>
            <translation>其中耕地</translation>
        </message>
        <message>
            <source>of it forest</source>
            <translation>其中林地</translation>
        </message>
        <message>
            <source>official area</source>
            <translation>椭球面积</translation>
        </message>
        <message>
            <source>official area on the ellipsoid (70 m, 0.000001″, 0.01 m²)</source>
            <translation>椭球面积官方算法（70 米加密，0.000001″，0.01 平方米）</translation>
        </message>
        <message>
            <source>official: cell areas on the ellipsoid, balanced to official totals; plane: in the projection.</source>
            <translation>official：像元椭球面积，平差到单元椭球面积；plane：投影平面面积。</translation>
        </message>
        <message>
            <source>official: on the ellipsoid, by the official procedure; plane: in the projection; recorded: shares of the recorded patch area (TBMJ).</source>
            <translation>official：按法定步骤的椭球面积；plane：投影平面面积；recorded：按图斑面积（TBMJ）分摊。</translation>
        </message>
        <message>
            <source>one after the other</source>
            <translation>逐个选取</translation>
        </message>
        <message>
            <source>other boundaries</source>
            <translation>其他界线</translation>
        </message>
        <message>
            <source>outside</source>
            <translation>线外</translation>
        </message>
        <message>
            <source>outside the camera's sector</source>
            <translation>不在摄像头扇区内</translation>
        </message>
        <message>
            <source>parcel: boundary survey map; batch: overview and key map; landuse: current or planned land use; redline: red-line check; tract: tract plan set; coverage: cameras of the county; village: cards.</source>
            <translation>parcel 勘测定界图；batch 批次总图与位置图；landuse 土地利用现状或规划图；redline 红线核查图；tract 成片开发方案图组；coverage 高空视频覆盖图；village 村图卡。</translation>
        </message>
        <message>
            <source>parcels</source>
            <translation>地块</translation>
        </message>
        <message>
            <source>past by {time}</source>
            <translation>超期 {time}</translation>
        </message>
        <message>
            <source>pdf: vector with fonts embedded; png; svg.</source>
            <translation>pdf 为矢量并内嵌字体；另有 png、svg。</translation>
        </message>
        <message>
            <source>personal.csv: the row {name} needs a match ({matches}) and a kind ({kinds}).</source>
            <translation>personal.csv：{name} 一行需要 match（{matches}）和 kind（{kinds}）。</translation>
        </message>
        <message>
            <source>plane area</source>
            <translation>平面面积</translation>
        </message>
        <message>
            <source>planned land and sea use</source>
            <translation>用地用海分类</translation>
        </message>
        <message>
            <source>points of CASS (.dat)</source>
            <translation>CASS 坐标文件（.dat）</translation>
        </message>
        <message>
            <source>polygons touched</source>
            <translation>涉及图斑</translation>
        </message>
        <message>
            <source>portrait</source>
            <translation>竖版</translation>
        </message>
        <message>
            <source>positive or negative; auto takes negative where most of the alerts have a negative tilt, and says so.</source>
            <translation>positive 为正，negative 为负；auto 在多数预警俯仰角为负时取负，并予说明。</translation>
        </message>
        <message>
            <source>radius</source>
            <translation>半径</translation>
        </message>
        <message>
            <source>radius outside 3 to 4 km</source>
            <translation>半径不在 3～4 公里内</translation>
        </message>
        <message>
            <source>recorded area</source>
            <translation>登记面积</translation>
        </message>
        <message>
            <source>recorded: the patches' own field (TBMJ); official: official areas of their polygons.</source>
            <translation>recorded：图斑自身字段（TBMJ）；official：由图形计算的椭球面积。</translation>
        </message>
        <message>
            <source>recorded: the villages' own field (DCMJ); official: official areas of their polygons.</source>
            <translation>recorded：村自身字段（DCMJ）；official：由图形计算的椭球面积。</translation>
        </message>
        <message>
            <source>red-line check</source>
            <translation>红线核查</translation>
        </message>
        <message>
            <source>replacement</source>
            <translation>占补平衡</translation>
        </message>
        <message>
            <source>right of the line</source>
            <translation>线的右侧</translation>
        </message>
        <message>
            <source>satellite</source>
            <translation>卫星遥感</translation>
        </message>
        <message>
            <source>settled: {count}</source>
            <translation>已处理：{count}</translation>
        </message>
        <message>
            <source>share inside (%)</source>
            <translation>线内占比（%）</translation>
        </message>
        <message>
            <source>shared among the targets</source>
            <translation>由涉及的目标承担</translation>
        </message>
        <message>
            <source>shared: the targets that the zone meets take its share too; left: its share is left out and told.</source>
            <translation>shared：由区域涉及的目标一并承担；left：不分摊，并加以说明。</translation>
        </message>
        <message>
            <source>sites for new masts</source>
            <translation>摄像头选址</translation>
        </message>
        <message>
            <source>speed: large tallies take 3 to 8 times less</source>
            <translation>加速：大范围统计快 3 至 8 倍</translation>
        </message>
        <message>
            <source>square kilometres</source>
            <translation>平方千米</translation>
        </message>
        <message>
            <source>square metres</source>
            <translation>平方米</translation>
        </message>
        <message>
            <source>standard: outer rings clockwise, holes counter-clockwise. drawn: as they were drawn.</source>
            <translation>standard：外环顺时针、内环逆时针；drawn：按绘制方向。</translation>
        </message>
        <message>
            <source>steepest depression</source>
            <translation>最大俯角</translation>
        </message>
        <message>
            <source>street office</source>
            <translation>街道办事处</translation>
        </message>
        <message>
            <source>table (.xlsx)</source>
            <translation>坐标表（.xlsx）</translation>
        </message>
        <message>
            <source>tallies by land cover</source>
            <translation>地表覆盖面积统计</translation>
        </message>
        <message>
            <source>the elevation at the point is not known</source>
            <translation>该点高程未知</translation>
        </message>
        <message>
            <source>the number of its document is missing.</source>
            <translation>缺少文书编号。</translation>
        </message>
        <message>
            <source>the ray of camera {camera} (pan {pan:g}, depression {tilt:g}) meets no ground within {radius:g} m</source>
            <translation>摄像头 {camera} 的视线（水平角 {pan:g}，俯角 {tilt:g}）在 {radius:g} 米内碰不到地面</translation>
        </message>
        <message>
            <source>the result of the decision is missing.</source>
            <translation>缺少认定结果。</translation>
        </message>
        <message>
            <source>the same picture was used before</source>
            <translation>同一照片已使用过</translation>
        </message>
        <message>
            <source>the whole demo county</source>
            <translation>完整示范县</translation>
        </message>
        <message>
            <source>there is no camera {camera}</source>
            <translation>没有摄像头 {camera}</translation>
        </message>
        <message>
            <source>there is no evidence that passed its checks.</source>
            <translation>没有通过检查的举证材料。</translation>
        </message>
        <message>
            <source>there is no receiver: name one.</source>
            <translation>没有接收单位：请指定。</translation>
        </message>
        <message>
            <source>third land survey</source>
            <translation>三调工作分类</translation>
        </message>
        <message>
            <source>three major classes</source>
            <translation>三大类</translation>
        </message>
        <message>
            <source>township chief</source>
            <translation>乡级田长</translation>
        </message>
        <message>
            <source>township land office</source>
            <translation>乡镇自然资源和规划所</translation>
        </message>
        <message>
            <source>tract plan</source>
            <translation>成片开发方案</translation>
        </message>
        <message>
            <source>unknown reason</source>
            <translation>原因不明</translation>
        </message>
        <message>
            <source>upright</source>
            <translation>纵向</translation>
        </message>
        <message>
            <source>valid</source>
            <translation>有效</translation>
        </message>
        <message>
            <source>verdict</source>
            <translation>结论</translation>
        </message>
        <message>
            <source>village chief</source>
            <translation>村级田长</translation>
        </message>
        <message>
            <source>villages</source>
            <translation>村</translation>
        </message>
        <message>
            <source>visit {key}</source>
            <translation>核查 {key}</translation>
        </message>
        <message>
            <source>warning</source>
            <translation>警告</translation>
        </message>
        <message>
            <source>weighted ha</source>
            <translation>加权公顷</translation>
        </message>
        <message>
            <source>when it was taken is not known</source>
            <translation>拍摄时间不明</translation>
        </message>
        <message>
            <source>when the office closes</source>
            <translation>下班为止</translation>
        </message>
        <message>
            <source>where it was taken is not known</source>
            <translation>拍摄位置不明</translation>
        </message>
        <message>
            <source>who was on site cannot close it: another person reviews it.</source>
            <translation>现场核查人不能销号：须由他人复核。</translation>
        </message>
        <message>
            <source>who was on site is missing.</source>
            <translation>缺少到场核查人。</translation>
        </message>
        <message>
            <source>without a name</source>
            <translation>（未命名）</translation>
        </message>
        <message>
            <source>workbooks (.xlsx): tables of the dossier, export of tallies</source>
            <translation>工作簿（.xlsx）：报批成果表格、统计导出</translation>
        </message>
        <message>
            <source>yes</source>
            <translation>是</translation>
        </message>
        <message>
            <source>{alerts} alerts, {pushed} pushed, {suspected} suspected cases, {closed} closed.</source>
            <translation>预警 {alerts} 条，已推送 {pushed} 条，疑似案件 {suspected} 件，已销号 {closed} 件。</translation>
        </message>
        <message>
            <source>{angles} angles were given for {cameras} cameras: give one pan and one tilt for each.</source>
            <translation>{cameras} 个摄像头给了 {angles} 个角度：每个摄像头应各给一个水平角和一个俯仰角。</translation>
        </message>
        <message>
            <source>{approved} mu approved, {supplied} of them supplied; {first} to {last}: {rate} %.</source>
            <translation>已批准 {approved} 亩，其中已供应 {supplied} 亩；{first}—{last} 年供地率 {rate} %。</translation>
        </message>
        <message>
            <source>{area} ha</source>
            <translation>{area} 公顷</translation>
        </message>
        <message>
            <source>{area} mu</source>
            <translation>{area} 亩</translation>
        </message>
        <message>
            <source>{area} mu are not counted: given up, but not cultivated in the land use, or gained, but cultivated already; the list of patches names them.</source>
            <translation>{area} 亩不计入：减少的一方现状不是耕地，或增加的一方现状已是耕地；见图斑清单。</translation>
        </message>
        <message>
            <source>{area} mu of the patches are not counted: {out} land that is not cultivated, or the other way round.</source>
            <translation>图斑中有 {area} 亩不计入：{out}的一方现状不是耕地，或另一方现状已是耕地。</translation>
        </message>
        <message>
            <source>{area} m²</source>
            <translation>{area} 平方米</translation>
        </message>
        <message>
            <source>{area} m² inside</source>
            <translation>线内 {area} 平方米</translation>
        </message>
        <message>
            <source>{area} m² lie inside of {line}: change the parcel, or take out what is touched ({touched}).</source>
            <translation>{area} 平方米位于{line}内：请调整地块，或调出所压图斑（{touched}）。</translation>
        </message>
        <message>
            <source>{area} m² lie outside of {line}: change the parcel, or show why it may be so.</source>
            <translation>{area} 平方米位于{line}外：请调整地块，或说明理由。</translation>
        </message>
        <message>
            <source>{area} m² of its parcels lie outside the tract.</source>
            <translation>所属地块有 {area} 平方米在片区之外。</translation>
        </message>
        <message>
            <source>{area} m² of the tract have no planned use.</source>
            <translation>片区内有 {area} 平方米未安排用途。</translation>
        </message>
        <message>
            <source>{area} m² outside</source>
            <translation>线外 {area} 平方米</translation>
        </message>
        <message>
            <source>{area} m²: {lines}.</source>
            <translation>{area} 平方米：{lines}。</translation>
        </message>
        <message>
            <source>{balance} by slope grade</source>
            <translation>{balance}（按坡度级别）</translation>
        </message>
        <message>
            <source>{balance}: patches</source>
            <translation>{balance}图斑清单</translation>
        </message>
        <message>
            <source>{before} suspected cases in the same days of the year before: {change} %.</source>
            <translation>上年同期疑似案件 {before} 件，同比 {change} %。</translation>
        </message>
        <message>
            <source>{caption}: {name}</source>
            <translation>{caption}：{name}</translation>
        </message>
        <message>
            <source>{code} is not a class of {scheme}: correct the class code or choose another scheme.</source>
            <translation>{code} 不是{scheme}的地类：请改正地类编码或选择其他分类体系。</translation>
        </message>
        <message>
            <source>{code} is not a class of {scheme}: correct the classes that count.</source>
            <translation>{code} 不是{scheme}中的地类：请更正计入的地类。</translation>
        </message>
        <message>
            <source>{connection}: its password is kept in no layer and no project; QGIS asks for it when the project is opened again. An authentication configuration in the connection's properties spares that.</source>
            <translation>{connection}：密码不写入任何图层和工程，再次打开工程时由 QGIS 询问；在连接属性中改用身份验证配置即可免去询问。</translation>
        </message>
        <message>
            <source>{count} a month</source>
            <translation>每月 {count} 次</translation>
        </message>
        <message>
            <source>{count} a quarter</source>
            <translation>每季度 {count} 次</translation>
        </message>
        <message>
            <source>{count} a week</source>
            <translation>每周 {count} 次</translation>
        </message>
        <message>
            <source>{count} areas that print as zero, together {area} m², are not shown.</source>
            <translation>{count} 个四舍五入后为零的面积（合计 {area} 平方米）未列出。</translation>
        </message>
        <message>
            <source>{count} cameras do not reach the pixel wanted: the zoom ends at {pixel:.2f} m across at the radius ({camera}).</source>
            <translation>{count} 个摄像头达不到要求的像素：变焦到头时，覆盖半径处像素横向为 {pixel:.2f} 米（{camera}）。</translation>
        </message>
        <message>
            <source>{count} cameras have coordinates from Amap (field {field} = 2), which may lie 100 to 700 m beside the mast: check them against an image, or take the map offset out first (redline:removemapoffset).</source>
            <translation>{count} 个摄像头的坐标来自高德（字段 {field} = 2），可能偏离杆塔 100 至 700 米：请对照影像核对，或先去除地图偏移（redline:removemapoffset）。</translation>
        </message>
        <message>
            <source>{count} cameras have no radius in {field}: {radius} m were taken.</source>
            <translation>{count} 个摄像头的 {field} 没有半径：取 {radius} 米。</translation>
        </message>
        <message>
            <source>{count} cameras have no {what} (field {field}): {default:g} was taken.</source>
            <translation>{count} 个摄像头缺少{what}（字段 {field}），按 {default:g} 计。</translation>
        </message>
        <message>
            <source>{count} candidate sites are too many for the exact solution (at most {limit}): use the greedy choice, or fewer candidates.</source>
            <translation>候选点 {count} 个，超过精确求解的上限 {limit} 个：请用贪心选址，或减少候选点。</translation>
        </message>
        <message>
            <source>{count} case sheets, {pages} pages.</source>
            <translation>案卷页 {count} 张，共 {pages} 页。</translation>
        </message>
        <message>
            <source>{count} cells ({share:.1%}) have no elevation. They are counted as unknown, not as sea level: they neither block the view nor are seen.</source>
            <translation>{count} 个像元（{share:.1%}）没有高程，按未知处理，不当作海平面：既不遮挡视线，也不算看见。</translation>
        </message>
        <message>
            <source>{count} closed lines of CAD layer {layer} were not asked for: left out.</source>
            <translation>CAD 图层 {layer} 的 {count} 条闭合线不在指定图层之列，未读入。</translation>
        </message>
        <message>
            <source>{count} farmland patches have no area: repair the layer with Fix geometries.</source>
            <translation>{count} 个耕地图斑没有面积：请用“修正几何图形”修复图层。</translation>
        </message>
        <message>
            <source>{count} files: {on_time} on time, {late} late, {open} open, {overdue} overdue.</source>
            <translation>业务 {count} 件：按时 {on_time} 件，超时 {late} 件，在办 {open} 件，超期 {overdue} 件。</translation>
        </message>
        <message>
            <source>{count} layers are loaded.</source>
            <translation>已加载 {count} 个图层。</translation>
        </message>
        <message>
            <source>{count} layers with {features} features are in {place}.</source>
            <translation>{count} 个图层、{features} 个要素已存入 {place}。</translation>
        </message>
        <message>
            <source>{count} lines have no time of acceptance and are left out: {numbers}.</source>
            <translation>有 {count} 行没有受理时间，未计入：{numbers}。</translation>
        </message>
        <message>
            <source>{count} lines were joined to an outline.</source>
            <translation>{count} 条线首尾相接成一个边界。</translation>
        </message>
        <message>
            <source>{count} more features of the layer are left out.</source>
            <translation>该图层另有 {count} 个要素未读入。</translation>
        </message>
        <message>
            <source>{count} more lines are neither header nor parcel nor point; they were left out.</source>
            <translation>另有 {count} 行既不是文件头，也不是地块行或坐标行：略去。</translation>
        </message>
        <message>
            <source>{count} more lines of CAD layer {layer} are not closed: no parcels.</source>
            <translation>CAD 图层 {layer} 另有 {count} 条线不闭合，未作为地块。</translation>
        </message>
        <message>
            <source>{count} outlines of CAD layer {layer} are smaller than {least} m²: no parcels.</source>
            <translation>CAD 图层 {layer} 有 {count} 个闭合线小于 {least} m²，不作为地块。</translation>
        </message>
        <message>
            <source>{count} parcels belong to no tract: {numbers}.</source>
            <translation>{count} 个地块不属于任何片区：{numbers}。</translation>
        </message>
        <message>
            <source>{count} parcels read, {split} split, {left} left whole or out.</source>
            <translation>已读取 {count} 个地块，已分割 {split} 个，{left} 个未分割或未采用。</translation>
        </message>
        <message>
            <source>{count} parcels to be acquired have no year: {numbers}.</source>
            <translation>{count} 个拟征收地块没有实施年份：{numbers}。</translation>
        </message>
        <message>
            <source>{count} patches gained are too steep for cultivated land that lasts: {numbers}.</source>
            <translation>{count} 个增加的图斑坡度过大，不宜作稳定耕地：{numbers}。</translation>
        </message>
        <message>
            <source>{count} patrols do not say when they began and are left out.</source>
            <translation>有 {count} 条巡田记录没有开始时间，未计入。</translation>
        </message>
        <message>
            <source>{count} pieces under {limit} m², together {area} m², come from touching edges and were left out.</source>
            <translation>{count} 个小于 {limit} 平方米的碎块（合计 {area} 平方米）由相邻边界产生，未计入。</translation>
        </message>
        <message>
            <source>{count} pieces with negative area, together {area} m², come from patches that cross themselves; they were left out: repair those patches.</source>
            <translation>{count} 个面积为负的碎块（合计 {area} 平方米）由自相交图斑产生，未计入：请修复这些图斑。</translation>
        </message>
        <message>
            <source>{count} points lie on boundaries; each is counted with the first zone that it touches.</source>
            <translation>{count} 个点恰好在边界上，各计入最先接触的单元。</translation>
        </message>
        <message>
            <source>{count} polygons of {layer}</source>
            <translation>{layer} 的 {count} 个图形</translation>
        </message>
        <message>
            <source>{count} projects do not balance: {projects}.</source>
            <translation>{count} 个项目不平衡：{projects}。</translation>
        </message>
        <message>
            <source>{count} radii are below 100 and were taken for kilometres.</source>
            <translation>{count} 个半径小于 100，按千米计。</translation>
        </message>
        <message>
            <source>{count} radii lie outside 3 to 4 km: check the field and its unit.</source>
            <translation>{count} 个半径不在 3～4 公里内：请核对字段和单位。</translation>
        </message>
        <message>
            <source>{count} rests of no more than {limit} m² are counted, but not listed: {area} mu together.</source>
            <translation>{count} 处不大于 {limit} 平方米的零头已计入面积但不列入清单，合计 {area} 亩。</translation>
        </message>
        <message>
            <source>{count} rows repeat the row before or the ring's first point: left out.</source>
            <translation>有 {count} 行与前一行或本圈起点重复：略去。</translation>
        </message>
        <message>
            <source>{count} settings were written to {file}.</source>
            <translation>已将 {count} 项设置写入 {file}。</translation>
        </message>
        <message>
            <source>{count} sites gain {gain:,.2f} of {whole:,.2f} weighted hectares not seen before; no choice of as many can gain more than {bound:,.2f} (reached: {share:.2%}).</source>
            <translation>{count} 个点新增 {gain:,.2f} 加权公顷（原未看见 {whole:,.2f}）；同样多的点任何方案不超过 {bound:,.2f}（达到 {share:.2%}）。</translation>
        </message>
        <message>
            <source>{count} survey classes may become several and are not decided; they stand apart in the table (see the open classes).</source>
            <translation>{count} 个三调地类可对应多个规划用途，尚未决定；在表中单列（见待细分地类）。</translation>
        </message>
        <message>
            <source>{count} tables that a run had begun and left in the schema {schema} were taken away.</source>
            <translation>已清除先前中断的运行留在模式 {schema} 中的 {count} 张表。</translation>
        </message>
        <message>
            <source>{count} tasks wait without a place and are not pushed: {tasks}.</source>
            <translation>有 {count} 个任务待推送，但其线索没有位置，未推送：{tasks}。</translation>
        </message>
        <message>
            <source>{count} things to look at</source>
            <translation>{count} 项需要留意</translation>
        </message>
        <message>
            <source>{count} titles of columns; they name the columns of the parcel lines below.</source>
            <translation>{count} 列的列名，用作下面地块行各列的名称。</translation>
        </message>
        <message>
            <source>{count} townships gain less cultivated land than they give up: {towns}.</source>
            <translation>{count} 个乡镇增加的耕地少于减少的：{towns}。</translation>
        </message>
        <message>
            <source>{count} values, all zero, cannot be balanced to {total}: nothing says where the difference belongs.</source>
            <translation>{count} 个数全为零，无法平差到 {total}：不知道差额应归谁。</translation>
        </message>
        <message>
            <source>{count} villages (the first is {village}) belong to no township of the layer: correct their codes.</source>
            <translation>{count} 个村（第一个是 {village}）不属于图层中的任何乡镇：请改正代码。</translation>
        </message>
        <message>
            <source>{count} villages are not covered at all: {villages}.</source>
            <translation>{count} 个村完全未覆盖：{villages}。</translation>
        </message>
        <message>
            <source>{crs} ({parameter}) is no coordinate system that QGIS knows.</source>
            <translation>{crs}（{parameter}）不是 QGIS 所知的坐标系。</translation>
        </message>
        <message>
            <source>{crs} is no Gauss-Krüger zone, so no parcel is surveyed in it: choose that of your county's survey (by its place {zone}, or the zone beside it).</source>
            <translation>{crs} 不是高斯-克吕格投影带，地块不会在其中测量：请选择本县测量所用的投影带（按位置为 {zone}，或其相邻带）。</translation>
        </message>
        <message>
            <source>{crs} is no coordinate system: give one such as 'EPSG:4527'.</source>
            <translation>{crs} 不是坐标系：请给出坐标系，如 'EPSG:4527'。</translation>
        </message>
        <message>
            <source>{datum}, {width}-degree Gauss-Krüger zone {zone}, central meridian {meridian}°</source>
            <translation>{datum}，高斯-克吕格 {width} 度带第 {zone} 带，中央子午线 {meridian}°</translation>
        </message>
        <message>
            <source>{days} d {hours} h</source>
            <translation>{days} 天 {hours} 小时</translation>
        </message>
        <message>
            <source>{declared} ha are declared for the parcel that is left out.</source>
            <translation>未读入的地块申报面积为 {declared} 公顷。</translation>
        </message>
        <message>
            <source>{distance} m from the spot</source>
            <translation>距图斑 {distance} 米</translation>
        </message>
        <message>
            <source>{done} of {count}: {county}</source>
            <translation>已完成 {done}/{count}：{county}</translation>
        </message>
        <message>
            <source>{fields} hold personal data and are left out.</source>
            <translation>{fields} 含个人信息，未读入。</translation>
        </message>
        <message>
            <source>{field}: {shared} were shared out; {outside} belong to land in no target, {lost} to zones that meet none.</source>
            <translation>{field}：已分摊 {shared}；不在任何目标内的土地占 {outside}，不涉及目标的区域占 {lost}。</translation>
        </message>
        <message>
            <source>{files} files: {parcels} parcels read, {errors} errors, {warnings} warnings.</source>
            <translation>{files} 个文件：读入地块 {parcels} 个，错误 {errors} 处，警告 {warnings} 处。</translation>
        </message>
        <message>
            <source>{files} files: {parcels} parcels read, {left} left out, {errors} errors, {warnings} warnings.</source>
            <translation>{files} 个文件：读入 {parcels} 个地块，略去 {left} 个，错误 {errors} 条，警告 {warnings} 条。</translation>
        </message>
        <message>
            <source>{files}: closed lines and polygons in it can come as parcels, with numbers, names and areas.</source>
            <translation>{files}：其中的闭合线和面可以作为地块导入，带编号、名称和面积。</translation>
        </message>
        <message>
            <source>{file} cannot be made ({reason}): see whether the disk with temporary files ({folder}) is full.</source>
            <translation>无法生成 {file}（{reason}）：请检查存放临时文件的磁盘（{folder}）是否已满。</translation>
        </message>
        <message>
            <source>{file} cannot be opened as a workbook: it may be damaged, locked by a password, or another kind of file under this name; save it anew as XLSX.</source>
            <translation>{file} 不能作为工作簿打开：可能已损坏、有密码，或是改了扩展名的其他文件；请另存为 XLSX。</translation>
        </message>
        <message>
            <source>{file} cannot be opened: it may be damaged or incomplete.</source>
            <translation>{file} 无法打开：可能已损坏或不完整。</translation>
        </message>
        <message>
            <source>{file} cannot be read ({reason}).</source>
            <translation>{file} 无法读取（{reason}）。</translation>
        </message>
        <message>
            <source>{file} cannot be read as JSON ({reason}): write it anew.</source>
            <translation>{file} 不能按 JSON 读取（{reason}）：请重新导出。</translation>
        </message>
        <message>
            <source>{file} cannot be read or written ({reason}): see whether it is open in another program, whether you may, and whether the disk is full.</source>
            <translation>无法读取或写入 {file}（{reason}）：请检查它是否正被其他程序打开、是否有权限，以及磁盘是否已满。</translation>
        </message>
        <message>
            <source>{file} cannot be read to its end ({reason}): save it in the drawing program as DXF R2000, with splines and proxies exploded.</source>
            <translation>{file} 不能读到文件末尾（{reason}）：请在 CAD 软件中炸开样条曲线和代理图形，另存为 DXF R2000。</translation>
        </message>
        <message>
            <source>{file} cannot be replaced ({reason}): close it in other programs, or choose another place.</source>
            <translation>无法替换 {file}（{reason}）：请在其他程序中关闭它，或改存别处。</translation>
        </message>
        <message>
            <source>{file} cannot be started: {reason}.</source>
            <translation>{file} 无法启动：{reason}。</translation>
        </message>
        <message>
            <source>{file} cannot be unpacked ({reason}): get it again, or unpack it yourself and give the folder.</source>
            <translation>{file} 无法解压（{reason}）：请重新取得，或自行解压后选择文件夹。</translation>
        </message>
        <message>
            <source>{file} cannot be written ({reason}): close it in other programs or choose another folder.</source>
            <translation>{file} 无法写入（{reason}）：请在其他程序中关闭它，或选择另一个文件夹。</translation>
        </message>
        <message>
            <source>{file} has no package {module}: install redline[dask] into its environment (docs/scale.md), or name another Python in PYTHON.</source>
            <translation>{file} 中没有 {module} 包：请在该环境中安装 redline[dask]（见 docs/scale.zh-Hans.md），或在 PYTHON 参数中另选 Python。</translation>
        </message>
        <message>
            <source>{file} has no task {task}.</source>
            <translation>{file} 中没有任务 {task}。</translation>
        </message>
        <message>
            <source>{file} holds no classes: fill in one line for each class.</source>
            <translation>{file} 中没有地类：每个地类填写一行。</translation>
        </message>
        <message>
            <source>{file} holds no geodata that can be opened.</source>
            <translation>{file} 中没有能打开的空间数据。</translation>
        </message>
        <message>
            <source>{file} holds other layers ({layers}) and is no workspace: choose another file, for they would be lost.</source>
            <translation>{file} 中有其他图层（{layers}），且不是工作空间：请另选文件，否则这些图层会丢失。</translation>
        </message>
        <message>
            <source>{file} holds other layers ({layers}), which would be lost: choose another file, or add the output to it as a table (Save to GeoPackage).</source>
            <translation>{file} 中有其他图层（{layers}），会因此丢失：请另选文件，或用“保存到 GeoPackage”把结果作为一张表加进去。</translation>
        </message>
        <message>
            <source>{file} in folder {folder} was not written by Redline, or was changed since: move it elsewhere, or choose another folder.</source>
            <translation>文件夹 {folder} 中的 {file} 不是红线所写，或写出后又被改动：请把它移到别处，或换一个文件夹。</translation>
        </message>
        <message>
            <source>{file} is a DWG of release {release}, which is not read here: save it in the drawing program as DXF R2000.</source>
            <translation>{file} 是 {release} 版的 DWG，不能读取：请在 CAD 软件中另存为 DXF R2000。</translation>
        </message>
        <message>
            <source>{file} is a binary DXF, which is not read: save it in the drawing program as DXF R2000 (ASCII).</source>
            <translation>{file} 是二进制 DXF，不能读取：请在 CAD 软件中另存为 DXF R2000（ASCII）。</translation>
        </message>
        <message>
            <source>{file} is cut off: see whether the disk is full.</source>
            <translation>{file} 写入不完整：请检查磁盘是否已满。</translation>
        </message>
        <message>
            <source>{file} is larger than the room on the disk of {folder}: make room, or unpack it elsewhere and give the folder that comes out.</source>
            <translation>{file} 解压后大于 {folder} 所在磁盘的剩余空间：请清理磁盘，或在别处解压后选择文件夹。</translation>
        </message>
        <message>
            <source>{file} is locked by a password: unpack it yourself and give the folder that comes out.</source>
            <translation>{file} 有密码，请自行解压后选择文件夹。</translation>
        </message>
        <message>
            <source>{file} is no case file: it has no table {table}.</source>
            <translation>{file} 不是案卷库：没有表 {table}。</translation>
        </message>
        <message>
            <source>{file} is no field package: it has no table {table}.</source>
            <translation>{file} 不是外业包：没有表 {table}。</translation>
        </message>
        <message>
            <source>{file} is no file of Redline settings.</source>
            <translation>{file} 不是红线插件的设置文件。</translation>
        </message>
        <message>
            <source>{file} is no geodata that QGIS can open.</source>
            <translation>{file} 不是 QGIS 能打开的空间数据。</translation>
        </message>
        <message>
            <source>{file} is open in another program or was not closed properly ({journal} lies beside it): close it there, or open and close it once in QGIS, or choose another file.</source>
            <translation>{file} 正被其他程序打开，或上次未正常关闭（旁边有 {journal}）：请在该程序中关闭，或在 QGIS 中打开再关闭一次，或另选文件。</translation>
        </message>
        <message>
            <source>{file} is there already and may hold cases: give the new case file another name.</source>
            <translation>{file} 已存在，其中可能有案卷：请为新案卷库另取名称。</translation>
        </message>
        <message>
            <source>{file} was not taken in: {reason}</source>
            <translation>{file} 未收入：{reason}</translation>
        </message>
        <message>
            <source>{file} was not written.</source>
            <translation>{file} 没有写出。</translation>
        </message>
        <message>
            <source>{file} was to hold {count} rows but holds {held}: see whether the disk is full.</source>
            <translation>{file} 应有 {count} 行，实际只有 {held} 行：请检查磁盘是否已满。</translation>
        </message>
        <message>
            <source>{file} was written but cannot be read again: see whether the disk is full.</source>
            <translation>{file} 已写出但无法再次读取：请检查磁盘是否已满。</translation>
        </message>
        <message>
            <source>{file}, line {line}, parcel {parcel}: {message}</source>
            <translation>{file} 第 {line} 行，地块 {parcel}：{message}</translation>
        </message>
        <message>
            <source>{file}, line {line}: a quota has a whole level, a whole number of patrols and one of the periods {periods}.</source>
            <translation>{file} 第 {line} 行：巡田次数要求应有整数级别、整数次数和周期（{periods} 之一）。</translation>
        </message>
        <message>
            <source>{file}, line {line}: form, part, paper or place in {{ }} is unknown ({words}); see resources/forms/approval_tables.csv.</source>
            <translation>{file} 第 {line} 行：表、部分、纸张或 {{ }} 中的名称无法识别（{words}）；参见 resources/forms/approval_tables.csv。</translation>
        </message>
        <message>
            <source>{file}, line {line}: scheme {scheme}, code {code}, major {major} is no class: a line is a scheme ({schemes}), a class code and agricultural, construction, unused or nothing.</source>
            <translation>{file} 第 {line} 行：scheme {scheme}、code {code}、major {major} 有误：每行为分类体系（{schemes}）、地类编码和 农用地、建设用地、未利用地 或留空。</translation>
        </message>
        <message>
            <source>{file}, line {line}: the code {code} occurs twice: keep one of the two lines.</source>
            <translation>{file} 第 {line} 行：编码 {code} 重复，请只保留一行。</translation>
        </message>
        <message>
            <source>{file}, line {line}: the column code is empty: each class needs a code.</source>
            <translation>{file} 第 {line} 行：code 列为空，每个地类都要有编码。</translation>
        </message>
        <message>
            <source>{file}, line {line}: the columns {columns} must be filled in; see resources/roles/{table}.csv.</source>
            <translation>{file} 第 {line} 行：{columns} 列必须填写；参见 resources/roles/{table}.csv。</translation>
        </message>
        <message>
            <source>{file}, line {line}: the nearest zoom {value} is no whole number from 1 to {most}.</source>
            <translation>{file} 第 {line} 行：最大级别 {value} 不是 1 到 {most} 的整数。</translation>
        </message>
        <message>
            <source>{file}, line {line}: the share {share} is no number between 0 and 1.</source>
            <translation>{file} 第 {line} 行：share {share} 不是 0 到 1 之间的数。</translation>
        </message>
        <message>
            <source>{file}, line {line}: there is no rule {rule}; see resources/rules/rules.csv.</source>
            <translation>{file} 第 {line} 行：没有规则 {rule}；参见 resources/rules/rules.csv。</translation>
        </message>
        <message>
            <source>{file}, line {line}: {address} is no address of tiles: it begins with https:// and holds {{x}}, {{y}} and {{z}}.</source>
            <translation>{file} 第 {line} 行：{address} 不是瓦片地址：应以 https:// 开头，并含 {{x}}、{{y}} 和 {{z}}。</translation>
        </message>
        <message>
            <source>{file}, line {line}: {code} is no class of planned use.</source>
            <translation>{file} 第 {line} 行：{code} 不是用地用海分类。</translation>
        </message>
        <message>
            <source>{file}, line {line}: {code} is not open: decisions are for {codes}.</source>
            <translation>{file} 第 {line} 行：{code} 不需要决定；需要决定的是 {codes}。</translation>
        </message>
        <message>
            <source>{file}, line {line}: {columns} is wrong: a deadline has two events, a whole amount and one of the units {units}.</source>
            <translation>{file} 第 {line} 行：{columns} 有误：时限需有起止两个事件、整数数量和单位（{units}）之一。</translation>
        </message>
        <message>
            <source>{file}, line {line}: {major} is no major class: write agricultural, construction, unused or nothing.</source>
            <translation>{file} 第 {line} 行：{major} 不是三大类：请填写 农用地、建设用地、未利用地，或留空。</translation>
        </message>
        <message>
            <source>{file}, line {line}: {names} is neither a state of states.csv nor something that an event can need ({needs}).</source>
            <translation>{file} 第 {line} 行：{names} 既不是 states.csv 中的状态，也不是事件可要求的条件（{needs}）。</translation>
        </message>
        <message>
            <source>{file}, line {line}: “{date}”, “{working}” is no day with yes or no.</source>
            <translation>{file} 第 {line} 行：“{date}”“{working}”不是日期加“是/否”。</translation>
        </message>
        <message>
            <source>{file}: DWG drawings of this release are not read: save it in the drawing program as DXF R2000.</source>
            <translation>{file}：不能读取此版本的 DWG，请在 CAD 软件中另存为 DXF R2000。</translation>
        </message>
        <message>
            <source>{file}: a file of the format {format} ends in {ending}; correct OUTPUT or FORMAT.</source>
            <translation>{file}：格式 {format} 的文件扩展名是 {ending}；请更正 OUTPUT 或 FORMAT。</translation>
        </message>
        <message>
            <source>{file}: a personal geodatabase opens only where Microsoft's Access driver is: ask for a .gdb or .gpkg.</source>
            <translation>{file}：个人地理数据库只能在装有微软 Access 驱动的电脑上打开：请索取 .gdb 或 .gpkg。</translation>
        </message>
        <message>
            <source>{file}: entry {number} of its list is no record: correct the file.</source>
            <translation>{file}：列表第 {number} 项不是记录：请更正文件。</translation>
        </message>
        <message>
            <source>{file}: its ending names no format; choose one (FORMAT), or one of the endings {endings}.</source>
            <translation>{file}：扩展名不对应任何格式；请选择格式（FORMAT），或用扩展名 {endings}。</translation>
        </message>
        <message>
            <source>{file}: row {fid} of table {table} has “{value}” in {field}: correct it, or take an earlier copy of the file.</source>
            <translation>{file}：表 {table} 第 {fid} 行的 {field} 为“{value}”，无法使用：请更正，或改用该文件较早的副本。</translation>
        </message>
        <message>
            <source>{file}: table {table} has no field {field}: take a copy of the file that is whole.</source>
            <translation>{file}：表 {table} 缺少字段 {field}：请改用完整的副本。</translation>
        </message>
        <message>
            <source>{file}: the class {code} has the parent {parent}, which is not in the table: add it or leave the parent empty.</source>
            <translation>{file}：地类 {code} 的上级 {parent} 不在表中：请补上或将上级留空。</translation>
        </message>
        <message>
            <source>{file}: the class {code} is its own ancestor: correct its parent.</source>
            <translation>{file}：地类 {code} 是它自己的上级：请改正 parent 列。</translation>
        </message>
        <message>
            <source>{file}: the exchange format VCT is not read: ask for the database itself, a .gdb, .gpkg or Shapefiles.</source>
            <translation>{file}：不读取 VCT 交换格式：请索取数据库本身（.gdb、.gpkg 或 Shapefile）。</translation>
        </message>
        <message>
            <source>{file}: the layer {layer} cannot be opened.</source>
            <translation>{file}：图层 {layer} 无法打开。</translation>
        </message>
        <message>
            <source>{file}: the setting {key} is not known and was left out.</source>
            <translation>{file}：未知的设置 {key} 已略过。</translation>
        </message>
        <message>
            <source>{file}: the shares of {code} are {sum} together: they must be 1.</source>
            <translation>{file}：{code} 的 share 之和为 {sum}，应为 1。</translation>
        </message>
        <message>
            <source>{file}: the value of {key} is no text of a setting and was left out.</source>
            <translation>{file}：{key} 的值不是设置的文本，已略过。</translation>
        </message>
        <message>
            <source>{file}: {new} new cases, {repeats} of them repeats; {duplicates} were there already; {errors} left out.</source>
            <translation>{file}：新案件 {new} 件，其中重复发生 {repeats} 件；已收入过 {duplicates} 件；未收入 {errors} 件。</translation>
        </message>
        <message>
            <source>{folder} holds no field package (no {file} in it or below it).</source>
            <translation>{folder} 中没有外业包（其中及下级文件夹没有 {file}）。</translation>
        </message>
        <message>
            <source>{folder}, left by a run that was killed, was removed.</source>
            <translation>已清除被中止的运行遗留的 {folder}。</translation>
        </message>
        <message>
            <source>{format} has an encoding of its own; ENCODING was not used.</source>
            <translation>{format} 有自己的编码，没有采用“编码”参数。</translation>
        </message>
        <message>
            <source>{function} is not told of which coordinate system the geometry is: give it, such as 'EPSG:4527'.</source>
            <translation>{function} 不知道该图形属于哪个坐标系：请给出坐标系，如 'EPSG:4527'。</translation>
        </message>
        <message>
            <source>{function} needs a geometry.</source>
            <translation>{function} 需要图形。</translation>
        </message>
        <message>
            <source>{function} needs a moment such as 2021-09-01 08:00, not {value}.</source>
            <translation>{function} 需要 2021-09-01 08:00 这样的时刻，而不是 {value}。</translation>
        </message>
        <message>
            <source>{function} needs a number, not {value}.</source>
            <translation>{function} 需要数字，而不是 {value}。</translation>
        </message>
        <message>
            <source>{function} takes {least} to {most} arguments.</source>
            <translation>{function} 需要 {least} 至 {most} 个参数。</translation>
        </message>
        <message>
            <source>{given} totals were given for {count} rows or columns.</source>
            <translation>{count} 行（列）给了 {given} 个合计。</translation>
        </message>
        <message>
            <source>{ha} ha · {mu} mu · {m2} m² (official area)</source>
            <translation>{ha} 公顷 · {mu} 亩 · {m2} 平方米（椭球面积）</translation>
        </message>
        <message>
            <source>{ha} ha · {mu} mu · {m2} m² (plane area)</source>
            <translation>{ha} 公顷 · {mu} 亩 · {m2} 平方米（平面面积）</translation>
        </message>
        <message>
            <source>{ha} ha · {mu} mu · {m2} m² (recorded patch areas)</source>
            <translation>{ha} 公顷 · {mu} 亩 · {m2} 平方米（图斑登记面积）</translation>
        </message>
        <message>
            <source>{heading}: {count} cases</source>
            <translation>{heading}：{count} 件</translation>
        </message>
        <message>
            <source>{host} cannot be reached from here: the base map stays empty until it can.</source>
            <translation>本机连不上 {host}：连通之前底图为空。</translation>
        </message>
        <message>
            <source>{hours} h {minutes} min</source>
            <translation>{hours} 小时 {minutes} 分</translation>
        </message>
        <message>
            <source>{key} can not happen to this case now; possible are: {events}.</source>
            <translation>该案件现在不能进行 {key}；可以进行：{events}。</translation>
        </message>
        <message>
            <source>{label}: {value}</source>
            <translation>{label}：{value}</translation>
        </message>
        <message>
            <source>{layer} ({parameter}) is no layer of polygons: choose a layer of areas.</source>
            <translation>{layer}（{parameter}）不是面图层：请选择面图层。</translation>
        </message>
        <message>
            <source>{layer} cannot be written: {reason}.</source>
            <translation>无法写出{layer}：{reason}。</translation>
        </message>
        <message>
            <source>{layer} has no field {field} ({meaning}); tools that need it will ask for it.</source>
            <translation>{layer} 没有字段 {field}（{meaning}）；需要它的工具会另行询问。</translation>
        </message>
        <message>
            <source>{layer} is in {stated}, not in CGCS2000: it is transformed in every tool; keep the official one.</source>
            <translation>{layer} 的坐标系是 {stated}，不是 CGCS2000：各工具都要转换，请改用法定坐标系。</translation>
        </message>
        <message>
            <source>{layer} is in {stated}, on another datum than CGCS2000: land may lie up to 200 m off. Tools put it beside other layers only by the office's parameters (datumshifts.csv); ask for it in CGCS2000.</source>
            <translation>{layer} 采用 {stated}，与 2000 国家大地坐标系基准不同，位置可能偏差 200 米。只有具备本单位转换参数（datumshifts.csv）时，工具才会将其与其他图层套合；请索取 2000 坐标系的数据。</translation>
        </message>
        <message>
            <source>{layer} is no vector layer: choose layers of points, lines, areas or tables.</source>
            <translation>{layer} 不是矢量图层：请选择点、线、面图层或表。</translation>
        </message>
        <message>
            <source>{layer} is taken for {role}, which has another geometry: correct its role or load the right file.</source>
            <translation>{layer} 被定为“{role}”，但几何类型不符：请更正角色或加载正确的文件。</translation>
        </message>
        <message>
            <source>{layer} lies outside of China, by its coordinates in {stated}: see whether it is the right one.</source>
            <translation>{layer} 的坐标（{stated}）位于中国之外：请核对图层是否选对。</translation>
        </message>
        <message>
            <source>{layer} names no coordinate system (no .prj); by its coordinates it is {crs}.</source>
            <translation>{layer} 没有坐标系（缺 .prj）；按坐标判断是 {crs}。</translation>
        </message>
        <message>
            <source>{layer} names no coordinate system, and its coordinates do not tell it: set it in its properties.</source>
            <translation>{layer} 没有坐标系，从坐标也无法判断：请在图层属性中设置。</translation>
        </message>
        <message>
            <source>{layer} names no coordinate system; by its coordinates it is {crs}: set that in its properties.</source>
            <translation>{layer} 没有坐标系；按坐标判断是 {crs}：请在图层属性中设置。</translation>
        </message>
        <message>
            <source>{layer} says {stated}, but its coordinates are those of {crs}: correct it in its properties.</source>
            <translation>{layer} 注明为 {stated}，但坐标属于 {crs}：请在图层属性中更正。</translation>
        </message>
        <message>
            <source>{layer} says {stated}, but its coordinates cannot be in it: find out where it comes from.</source>
            <translation>{layer} 注明为 {stated}，但坐标不可能属于它：请查明数据来源。</translation>
        </message>
        <message>
            <source>{layer} was not recognised and is left out.</source>
            <translation>{layer} 未能识别，未入库。</translation>
        </message>
        <message>
            <source>{layer} was not recognised: only its geometry and coordinate system are checked.</source>
            <translation>{layer} 未能识别：只检查几何和坐标系。</translation>
        </message>
        <message>
            <source>{layer}, feature {fid}: a radius of {value} m lies outside 3 to 4 km: check it.</source>
            <translation>{layer}，要素 {fid}：半径 {value} 米不在 3～4 公里内：请核实。</translation>
        </message>
        <message>
            <source>{layer}, feature {fid}: arable land of slope grade {grade} has no ridge coefficient (KCXS): enter the county's.</source>
            <translation>{layer}，要素 {fid}：坡度级别为 {grade} 的耕地没有扣除系数（KCXS）：请填写本县的田坎系数。</translation>
        </message>
        <message>
            <source>{layer}, feature {fid}: it has no geometry: draw it or delete the feature.</source>
            <translation>{layer}，要素 {fid}：没有几何图形：请补画或删除该要素。</translation>
        </message>
        <message>
            <source>{layer}, feature {fid}: it has no place in China; left as it was.</source>
            <translation>{layer}，要素 {fid}：不在中国境内；保持原样。</translation>
        </message>
        <message>
            <source>{layer}, feature {fid}: it lies in another village than it says ({value}).</source>
            <translation>{layer}，要素 {fid}：所在的村与其记载的村（{value}）不一致。</translation>
        </message>
        <message>
            <source>{layer}, feature {fid}: it lies in no village of the county.</source>
            <translation>{layer}，要素 {fid}：不在本县任何一个村内。</translation>
        </message>
        <message>
            <source>{layer}, feature {fid}: it lies on feature {other} with {area} m²: correct one of the two.</source>
            <translation>{layer}，要素 {fid}：与要素 {other} 重叠 {area} 平方米：请修改其中之一。</translation>
        </message>
        <message>
            <source>{layer}, feature {fid}: its area is zero: delete it or join it to its neighbour.</source>
            <translation>{layer}，要素 {fid}：面积为零：请删除或并入相邻图斑。</translation>
        </message>
        <message>
            <source>{layer}, feature {fid}: its geometry is of another kind than the layer's.</source>
            <translation>{layer}，要素 {fid}：几何类型与图层不一致。</translation>
        </message>
        <message>
            <source>{layer}, feature {fid}: its outline is invalid ({what}): repair it (tool Fix geometries).</source>
            <translation>{layer}，要素 {fid}：边界无效（{what}）：请修复（工具“修正几何图形”）。</translation>
        </message>
        <message>
            <source>{layer}, feature {fid}: no area is recorded; the official area is {official} m².</source>
            <translation>{layer}，要素 {fid}：没有记载面积；椭球面积为 {official} 平方米。</translation>
        </message>
        <message>
            <source>{layer}, feature {fid}: the ridge coefficient {value} does not lie between 0 and 1.</source>
            <translation>{layer}，要素 {fid}：扣除系数 {value} 不在 0 到 1 之间。</translation>
        </message>
        <message>
            <source>{layer}, feature {fid}: {field} is empty: enter the class.</source>
            <translation>{layer}，要素 {fid}：{field} 为空：请填写地类编码。</translation>
        </message>
        <message>
            <source>{layer}, feature {fid}: {field} is empty: enter the village's code.</source>
            <translation>{layer}，要素 {fid}：{field} 为空：请填写村代码。</translation>
        </message>
        <message>
            <source>{layer}, feature {fid}: {field} is no positive number: enter the radius in metres.</source>
            <translation>{layer}，要素 {fid}：{field} 不是正数：请填写以米为单位的半径。</translation>
        </message>
        <message>
            <source>{layer}, feature {fid}: {field} is {recorded} m², the other fields make {expected} m².</source>
            <translation>{layer}，要素 {fid}：{field} 为 {recorded} 平方米，按其他字段应为 {expected} 平方米。</translation>
        </message>
        <message>
            <source>{layer}, feature {fid}: {field} {value} is a class of the second survey, today {today}: convert the classes (tool Convert old land classes).</source>
            <translation>{layer}，要素 {fid}：{field} {value} 是二调地类，现为 {today}：请转换地类（工具“二调地类转换”）。</translation>
        </message>
        <message>
            <source>{layer}, feature {fid}: {field} {value} is no class of {scheme}: correct it.</source>
            <translation>{layer}，要素 {fid}：{field} {value} 不是“{scheme}”中的地类：请更正。</translation>
        </message>
        <message>
            <source>{layer}, feature {fid}: {field} {value} is the code of no village: correct it.</source>
            <translation>{layer}，要素 {fid}：{field} {value} 不是任何村的代码：请更正。</translation>
        </message>
        <message>
            <source>{layer}, feature {fid}: {field} {value} is {whole} without its zero, or a class of the second survey, today {today}: correct it.</source>
            <translation>{layer}，要素 {fid}：{field} {value} 可能是丢失首位零的 {whole}，也可能是二调地类（现为 {today}）：请更正。</translation>
        </message>
        <message>
            <source>{layer}, feature {fid}: {field} {value} occurs {count} times; it should name one feature.</source>
            <translation>{layer}，要素 {fid}：{field} {value} 出现 {count} 次；应当只对应一个要素。</translation>
        </message>
        <message>
            <source>{layer}, feature {fid}: {reason}: put the vertex right.</source>
            <translation>{layer}，要素 {fid}：{reason}，请改正该节点。</translation>
        </message>
        <message>
            <source>{layer}, feature {fid}: {reason}; left out.</source>
            <translation>{layer}，要素 {fid}：{reason}；未采用。</translation>
        </message>
        <message>
            <source>{layer}, feature {fid}: {recorded} m² are recorded, the official area is {official} m².</source>
            <translation>{layer}，要素 {fid}：记载面积 {recorded} 平方米，椭球面积 {official} 平方米。</translation>
        </message>
        <message>
            <source>{layer}, feature {fid}: “{value}” in {field} is not a number with one meaning: write it plainly, such as 1234.56.</source>
            <translation>{layer}，要素 {fid}：{field} 的值“{value}”不是含义唯一的数值：请直接写成数字，如 1234.56。</translation>
        </message>
        <message>
            <source>{layer}: a table without longitude and latitude shows nothing on the map.</source>
            <translation>{layer}：表中没有经纬度，无法上图。</translation>
        </message>
        <message>
            <source>{layer}: checked as {role}</source>
            <translation>{layer}：按“{role}”检查</translation>
        </message>
        <message>
            <source>{layer}: field {field} is no key of a GeoPackage (whole numbers, none twice): its values are in field {free}.</source>
            <translation>{layer}：字段 {field} 不能作 GeoPackage 的主键（须为不重复的整数），其值已保存在字段 {free} 中。</translation>
        </message>
        <message>
            <source>{layer}: gaps are looked for only together with the layer of villages or townships: choose that too.</source>
            <translation>{layer}：查缝隙需要村级调查区或乡镇图层：请一并选择。</translation>
        </message>
        <message>
            <source>{layer}: gaps are looked for only when the overlaps are mended: there are {count}.</source>
            <translation>{layer}：重叠有 {count} 处，消除重叠后才能查缝隙。</translation>
        </message>
        <message>
            <source>{layer}: its style could not be saved in the workspace: {reason}</source>
            <translation>{layer}：样式未能存入工作空间：{reason}</translation>
        </message>
        <message>
            <source>{layer}: not recognised</source>
            <translation>{layer}：未识别</translation>
        </message>
        <message>
            <source>{layer}: points from its columns {lon} and {lat}, taken for CGCS2000 longitude and latitude.</source>
            <translation>{layer}：由 {lon}、{lat} 两列生成点，视为 CGCS2000 经纬度。</translation>
        </message>
        <message>
            <source>{layer}: row {row} ({known}) cannot be written: {reason}.</source>
            <translation>{layer}：第 {row} 行（{known}）无法写出：{reason}。</translation>
        </message>
        <message>
            <source>{layer}: the codes in {field} have lost their leading zero, {code} is read as {whole} ({count} different codes): keep class codes as text.</source>
            <translation>{layer}：{field} 中的地类编码丢失了首位的零，{code} 按 {whole} 读取（{count} 种编码）：请以文本保存地类编码。</translation>
        </message>
        <message>
            <source>{layer}: the field names are in {names}, the values in {values}.</source>
            <translation>{layer}：字段名的编码是 {names}，属性值的编码是 {values}。</translation>
        </message>
        <message>
            <source>{layer}: the name {field} is the file's own, for its shapes or its key: the values are in {free}.</source>
            <translation>{layer}：字段名 {field} 为文件自身的图形或主键所用：其数值写入 {free}。</translation>
        </message>
        <message>
            <source>{layer}: the texts are in {found}, the file says {declared}; they are read as {found}.</source>
            <translation>{layer}：文字编码实为 {found}，文件注明为 {declared}；已按 {found} 读取。</translation>
        </message>
        <message>
            <source>{layer}: {count} field names are shortened to what a Shapefile takes; {file} says what they are.</source>
            <translation>{layer}：{count} 个字段名已缩短到 Shapefile 允许的长度；对照见 {file}。</translation>
        </message>
        <message>
            <source>{layer}: {count} more findings of this rule are not listed.</source>
            <translation>{layer}：该规则另有 {count} 条未列出。</translation>
        </message>
        <message>
            <source>{layer}: {count} of {points} points say in {field} that their coordinates come from Amap (GCJ-02).</source>
            <translation>{layer}：{points} 个点中有 {count} 个的 {field} 表明坐标来自高德（GCJ-02）。</translation>
        </message>
        <message>
            <source>{layer}: {count} of {written} features arrived in {connection}, so the schema {schema} is as it was: run again when the server is steady.</source>
            <translation>{layer}：{written} 个要素中只有 {count} 个写入 {connection}，模式 {schema} 保持原样：服务器稳定后请再运行一次。</translation>
        </message>
        <message>
            <source>{layer}: {count} texts hold control signs, which {file} cannot; they stand as � there.</source>
            <translation>{layer}：有 {count} 处文字含控制字符，{file} 无法保存，其中以 � 代替。</translation>
        </message>
        <message>
            <source>{layer}: {count} texts look like formulas; an apostrophe stands in front of each in {file}.</source>
            <translation>{layer}：有 {count} 处文字形似公式，在 {file} 中均在前面加了单引号。</translation>
        </message>
        <message>
            <source>{layer}: {count} values of the field {field}, the first in feature {fid}, are identity numbers or mobile telephone numbers: it is taken for personal data and left out. If it is none, keep it by KEEP_PERSONAL.</source>
            <translation>{layer}：字段 {field} 有 {count} 个值是身份证号或手机号，首个在要素 {fid}，按个人信息不写入。如果不是个人信息，用 KEEP_PERSONAL（保留个人信息）保留。</translation>
        </message>
        <message>
            <source>{layer}: {fields} hold personal data and are hidden.</source>
            <translation>{layer}：{fields} 含个人信息，已隐藏。</translation>
        </message>
        <message>
            <source>{layer}: {fields} hold personal data and are left out.</source>
            <translation>{layer}：{fields} 含个人信息，未写入。</translation>
        </message>
        <message>
            <source>{layer}: {field} {value} ({count} features) is a class of neither survey and stays as it is.</source>
            <translation>{layer}：{field} {value}（{count} 个要素）在两次调查中都没有，保持原样。</translation>
        </message>
        <message>
            <source>{layer}: {lost} of {total} records of {file} are damaged or cut off, the first is that of feature {fid}; what is whole was kept. Get the file again, or enter what is missing.</source>
            <translation>{layer}：文件 {file} 的 {total} 条记录中有 {lost} 条损坏或被截断，第一条为要素 {fid}；完好的记录已保留。请重新获取文件，或补录缺失部分。</translation>
        </message>
        <message>
            <source>{layer}: {now} of {count} polygons lie in the region of {region} that they say as they are, {then} if they are {system}: ask where the layer comes from; the tool Remove map offset converts it.</source>
            <translation>{layer}：{count} 个面按现有坐标有 {now} 个落在其所标的 {region} 范围内，若视为 {system} 则有 {then} 个：请核实图层来源；可用工具“消除地图偏移”转换。</translation>
        </message>
        <message>
            <source>{layer}: {now} of {points} points lie in their village as they are, {then} if they are {system}: ask where they come from; the tool Remove map offset converts them.</source>
            <translation>{layer}：{points} 个点中按现有坐标有 {now} 个落在所属村内，若视为 {system} 则有 {then} 个：请核实坐标来源；可用工具“消除地图偏移”转换。</translation>
        </message>
        <message>
            <source>{layer}: {role}, {percent} %</source>
            <translation>{layer}：{role}，{percent} %</translation>
        </message>
        <message>
            <source>{line}: polygon {id} has a legal area or ridge coefficient that cannot be: correct it.</source>
            <translation>{line}：图斑 {id} 的永久基本农田面积或扣除系数不合理，请改正。</translation>
        </message>
        <message>
            <source>{line}: {verdict}; inside {inside} m², outside {outside} m².</source>
            <translation>{line}：{verdict}；线内 {inside} 平方米，线外 {outside} 平方米。</translation>
        </message>
        <message>
            <source>{mu} mu from azimuth {azimuth}°; {rest} mu are left</source>
            <translation>自方位角 {azimuth}° 切出 {mu} 亩，剩余 {rest} 亩</translation>
        </message>
        <message>
            <source>{mu} mu · {ha} ha · {m2} m² (official area) · perimeter {perimeter} m</source>
            <translation>{mu} 亩 · {ha} 公顷 · {m2} 平方米（椭球面积）· 周长 {perimeter} 米</translation>
        </message>
        <message>
            <source>{name} ({number} of {count})</source>
            <translation>{name}（第 {number} 张，共 {count} 张）</translation>
        </message>
        <message>
            <source>{name} is being installed…</source>
            <translation>正在安装 {name}…</translation>
        </message>
        <message>
            <source>{name} was installed into {folder}. Start QGIS again.</source>
            <translation>{name} 已安装到 {folder}。请重新启动 QGIS。</translation>
        </message>
        <message>
            <source>{name}: the picture {file} is not there or cannot be read.</source>
            <translation>{name}：图片 {file} 不存在或无法读取。</translation>
        </message>
        <message>
            <source>{name}: {count} common points; the largest residual is {residual} m (point {point}).</source>
            <translation>{name}：{count} 个公共点，最大残差 {residual} 米（点 {point}）。</translation>
        </message>
        <message>
            <source>{name}: {count} features, {crs}, {place}</source>
            <translation>{name}：{count} 个要素，{crs}，{place}</translation>
        </message>
        <message>
            <source>{name}: {text}</source>
            <translation>{name}：{text}</translation>
        </message>
        <message>
            <source>{new} new tasks, {repeats} of them repeats; {duplicates} were there already.</source>
            <translation>新任务 {new} 个，其中重复发生 {repeats} 个；{duplicates} 个已收入过。</translation>
        </message>
        <message>
            <source>{number}, {name}, {title}, {sheet} and {n} are filled in; forbidden characters are replaced.</source>
            <translation>{number}、{name}、{title}、{sheet}、{n} 会被填入；不允许的字符会被替换。</translation>
        </message>
        <message>
            <source>{out} mu given up, {into} mu gained, balance {balance} mu.</source>
            <translation>减少 {out} 亩，增加 {into} 亩，差额 {balance} 亩。</translation>
        </message>
        <message>
            <source>{parameter} cannot be evaluated: {reason}.</source>
            <translation>{parameter} 无法计算：{reason}。</translation>
        </message>
        <message>
            <source>{parameter} is no expression: {reason}.</source>
            <translation>{parameter} 不是表达式：{reason}。</translation>
        </message>
        <message>
            <source>{parcels} parcels written as {format}, in {crs}.</source>
            <translation>已写出 {parcels} 个地块，格式 {format}，坐标系 {crs}。</translation>
        </message>
        <message>
            <source>{parcels} parcels written to {files} files in the form {dialect}.</source>
            <translation>{parcels} 个地块以“{dialect}”格式写入 {files} 个文件。</translation>
        </message>
        <message>
            <source>{parcels} parcels, {points} boundary points.</source>
            <translation>{parcels} 个地块，{points} 个界址点。</translation>
        </message>
        <message>
            <source>{path} cannot be written: {reason}</source>
            <translation>{path} 无法写入：{reason}</translation>
        </message>
        <message>
            <source>{path} holds no file that could hold parcels.</source>
            <translation>{path} 中没有可能含有地块的文件。</translation>
        </message>
        <message>
            <source>{path} holds no layer that QGIS can open: choose the folder in which the data lies.</source>
            <translation>{path} 中没有 QGIS 能打开的图层：请选择数据所在的文件夹。</translation>
        </message>
        <message>
            <source>{path} is a file: give a folder for the output.</source>
            <translation>{path} 是文件：请为成果指定文件夹。</translation>
        </message>
        <message>
            <source>{path} is an input of this run: give the output another name.</source>
            <translation>{path} 是本次运行的输入：请为输出另取名称。</translation>
        </message>
        <message>
            <source>{path} is no PDF that this QGIS wrote and cannot be bound into a book: print the sheets again.</source>
            <translation>{path} 不是本 QGIS 输出的 PDF，无法装订成册：请重新输出图件。</translation>
        </message>
        <message>
            <source>{path} is the source of {layer}: choose another file for the workspace.</source>
            <translation>{path} 是 {layer} 的数据源：请为工作空间另选文件。</translation>
        </message>
        <message>
            <source>{program} cannot be started.</source>
            <translation>无法启动 {program}。</translation>
        </message>
        <message>
            <source>{promise}: due {due}</source>
            <translation>{promise}：{due} 到期</translation>
        </message>
        <message>
            <source>{promise}: {time}</source>
            <translation>{promise}：{time}</translation>
        </message>
        <message>
            <source>{reason}</source>
            <translation>{reason}</translation>
        </message>
        <message>
            <source>{robot} cannot be reached ({reason}): check its address and this computer's network.</source>
            <translation>无法连接 {robot}（{reason}）：请检查地址和本机网络。</translation>
        </message>
        <message>
            <source>{robot} did not take the message: {reason}.</source>
            <translation>{robot} 未接收消息：{reason}。</translation>
        </message>
        <message>
            <source>{robot}: mail needs the account that sends and at least one address.</source>
            <translation>{robot}：邮件须有发件账号和至少一个收件地址。</translation>
        </message>
        <message>
            <source>{rows} rows, {unplaced} without a place; {places} of {all} places have any.</source>
            <translation>{rows} 行，其中 {unplaced} 行无地点；{all} 个地点中 {places} 个有件。</translation>
        </message>
        <message>
            <source>{schema} is no name for a schema: use letters, digits and underscores.</source>
            <translation>{schema} 不能作为模式名：请用字母、数字和下划线。</translation>
        </message>
        <message>
            <source>{segments} edges make no circle: take {least} or more.</source>
            <translation>{segments} 条边不成圆：请取 {least} 条以上。</translation>
        </message>
        <message>
            <source>{share:.1%} of {whole:,.1f} {unit} not seen before</source>
            <translation>原未看见 {whole:,.1f} {unit}，新增看见 {share:.1%}</translation>
        </message>
        <message>
            <source>{shown} of {count} lines: without a place, joined by a name within a text, or with a point elsewhere.</source>
            <translation>共 {count} 行，列出其中 {shown} 行：未挂接、按文字中的名称挂接或点位在别处的。</translation>
        </message>
        <message>
            <source>{sign} (parcel {parcel}) cannot be written in {encoding}: choose utf-8 or gb18030.</source>
            <translation>“{sign}”（地块 {parcel}）无法用 {encoding} 写出：请选择 utf-8 或 gb18030。</translation>
        </message>
        <message>
            <source>{table}, row {row}: {field} holds no number ({value}): write it plainly, such as -12.345.</source>
            <translation>{table} 第 {row} 行：{field} 不是数字（{value}）：请直接写成 -12.345 这样的数。</translation>
        </message>
        <message>
            <source>{table}, row {row}: {kind} is no kind of shift: write 3, 7, 4 or points.</source>
            <translation>{table} 第 {row} 行：{kind} 不是转换类型：请填 3、7、4 或 points。</translation>
        </message>
        <message>
            <source>{table}: the point {point} belongs to {shift}, which is no row of the shifts: write the name of one.</source>
            <translation>{table}：点 {point} 所属的 {shift} 不是参数表中的名称：请填写其中一个名称。</translation>
        </message>
        <message>
            <source>{table}: {name} is no plane system: a shift of kind 4 or points needs systems such as EPSG:2363 as source and target.</source>
            <translation>{table}：{name} 不是平面坐标系：四参数或公共点转换的 source 和 target 须为 EPSG:2363 这样的坐标系。</translation>
        </message>
        <message>
            <source>{tasks} tasks for {towns} townships; the packages hold no names and no telephone numbers.</source>
            <translation>{towns} 个乡镇共 {tasks} 个任务；外业包不含姓名和电话。</translation>
        </message>
        <message>
            <source>{text} has too few digits for a coordinate: the program that wrote it has rounded; get the table again.</source>
            <translation>{text} 位数太少，不足以表示坐标：写出它的程序已经取舍；请重新取得坐标表。</translation>
        </message>
        <message>
            <source>{time} left</source>
            <translation>剩余 {time}</translation>
        </message>
        <message>
            <source>{title} (its outline crosses itself: the land on both sides counts)</source>
            <translation>{title}（边界自相交：交点两侧的土地都计入）</translation>
        </message>
        <message>
            <source>{total}, ridges deducted</source>
            <translation>{total}，已扣除田坎</translation>
        </message>
        <message>
            <source>{town} natural-resource office</source>
            <translation>{town}自然资源和规划所</translation>
        </message>
        <message>
            <source>{town} township or street office</source>
            <translation>{town}政府（街道办事处）</translation>
        </message>
        <message>
            <source>{tract}, {rule}: {value} {unit}, limit {limit}. {message}</source>
            <translation>{tract}，{rule}：{value} {unit}，限值 {limit}。{message}</translation>
        </message>
        <message>
            <source>{valid} of {count} valid</source>
            <translation>{count} 件中有效 {valid} 件</translation>
        </message>
        <message>
            <source>{version} is there</source>
            <translation>已有 {version}</translation>
        </message>
        <message>
            <source>{version} is there, {lowest} is needed</source>
            <translation>已有 {version}，需要 {lowest}</translation>
        </message>
        <message>
            <source>{visits} visits and {evidence} pieces of evidence, {valid} of them valid; {refused} rows refused.</source>
            <translation>收入核查 {visits} 条、举证 {evidence} 件，其中有效 {valid} 件；未收入 {refused} 行。</translation>
        </message>
        <message>
            <source>{years}: the rate of supply is {rate} %, under the {least} % of the rule.</source>
            <translation>{years}：供地率 {rate} %，低于规则规定的 {least} %。</translation>
        </message>
        <message>
            <source>{year}: {batches} batches, {area} mu, {new} mu of it new; quota {quota} mu, left {left} mu; year before {before} mu.</source>
            <translation>{year} 年：{batches} 个批次，{area} 亩，其中新增 {new} 亩；指标 {quota} 亩，剩余 {left} 亩；上年 {before} 亩。</translation>
        </message>
        <message>
            <source>{year}: {projects} projects, {area} ha ({share} %).</source>
            <translation>{year}：{projects} 个项目，{area} 公顷（{share} %）。</translation>
        </message>
        <message>
            <source>{zones}, feature {fid}: {area} m² of it are not covered by {layer}: close the gap.</source>
            <translation>{zones}，要素 {fid}：有 {area} 平方米未被 {layer} 覆盖：请消除缝隙。</translation>
        </message>
        <message>
            <source>“{hours}” are no office hours: write them as 08:30-12:00;13:30-17:30.</source>
            <translation>“{hours}”不是办公时间：请写成 08:30-12:00;13:30-17:30。</translation>
        </message>
        <message>
            <source>“{rule}” is no rule: write a deadline ({deadlines}), or an amount and one of the units {units}.</source>
            <translation>“{rule}”不是时限：请写时限名（{deadlines}），或数量加单位（{units}）。</translation>
        </message>
        <message>
            <source>“{text}” is no hour of a day: write the cut-off as 16:00.</source>
            <translation>“{text}”不是一天中的时刻：截止时间请写成 16:00。</translation>
        </message>
        <message>
            <source>“{value}” is not a number that can be rounded.</source>
            <translation>“{value}”不是可以取舍的数。</translation>
        </message>
        <message>
            <source>“{word}” in the list of areas is no area: write numbers of more than 0, parted by commas, without signs for thousands.</source>
            <translation>面积列表中的“{word}”不是面积：请填写大于 0 的数，用逗号分隔，不用千位分隔符。</translation>
        </message>
        <message>
            <source>“{word}” is no class with a weight: write classes parted by commas, each with a weight of more than 0 after a colon where they do not count alike, for example 0701:3, 0702.</source>
            <translation>“{word}”不是地类及其权重：请用逗号分隔地类编码，权重不同时在冒号后填写大于 0 的权重，例如 0701:3, 0702。</translation>
        </message>
        <message>
            <source>… and {count} more.</source>
            <translation>……另有 {count} 条。</translation>
        </message>
        <message>
            <source>数据产生单位 of the header.</source>
            <translation>文件头中的数据产生单位。</translation>
        </message>
        <message>
            <source>数据产生日期 of the header, as 2021-12-31; today where left empty.</source>
            <translation>文件头中的数据产生日期，如 2021-12-31；留空为当天。</translation>
        </message>
    </context>
</TS>
