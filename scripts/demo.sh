#!/usr/bin/env bash
# The main job on the demo county, without a screen; ends by printing the tables and where the files are, in the
# reader's language (REDLINE_LANGUAGE of env.sh).
set -euo pipefail
cd "$REDLINE_ROOT"
OUT=.build/demo
COUNTY=$OUT/guanxian.gpkg

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
fail() { printf 'redline: %s\n' "$*" >&2; exit 1; }
# words ENGLISH CHINESE
words() { if [ "$REDLINE_LANGUAGE" = zh_Hans ]; then printf '%s' "$2"; else printf '%s' "$1"; fi; }

BATCHES=$(words "approval dossier for the acquisition batches of 2020 and 2021" "2020、2021 年各批次的报批成果")
PLAN=$(words "approval dossier for the 30 projects of the tract development plan" "成片开发方案 30 个项目的报批成果")

python scripts/translations.py compile || fail "the translations could not be compiled."
python scripts/compile_engine.py || fail "the engine could not be compiled."
scripts/demo_data.sh || fail "the demo county could not be made; the lines above say why."

# dossier LAYER FOLDER WHAT [further arguments of the algorithm]
dossier() {
    local parcels=$1 folder=$2 what=$3
    shift 3
    say "$what"
    qgis_process run redline:approvaldossier \
        --PARCELS="$COUNTY|layername=$parcels" --LANDUSE="$COUNTY|layername=DLTB" \
        --VILLAGES="$COUNTY|layername=CJDCQ" --RED_LINES="$COUNTY|layername=YJJBNTBHTB" \
        --RED_LINES="$COUNTY|layername=STBHHX" --MUST_BE_INSIDE="$COUNTY|layername=CZKFBJ" \
        --OFFICE=冠县自然资源和规划局（示意） --MARKING=示意 --DATA_DATE=2021-12-31 --DATE=2021-12-31 \
        --LANGUAGE="$REDLINE_LANGUAGE" --OUTPUT="$OUT/$folder" "$@" 2>"$OUT/$folder.err" | tee "$OUT/$folder.log" |
        python scripts/show_progress.py ||
        fail "the main job failed: $(tail -n 1 "$OUT/$folder.err") (log: $OUT/$folder.log)"
}

dossier ZZ_TDZSFW dossier-batches "$BATCHES" --SUMMARY_FIELDS=PCND --SUMMARY_FIELDS=PCLX
dossier CPKFXM dossier-tractplan "$PLAN" \
    --BATCH_FIELD=PQBH --NUMBER_FIELD=XMBH --NAME_FIELD=XMMC --USE_FIELD=YDYHFLMC --SHEETS=false \
    --SUMMARY_FIELDS=YTDL --SUMMARY_FIELDS=SSNF

SEASON=$(words "the alert season of 2021 through the casework tools" "2021 年预警季：用核查任务各工具办理")
say "$SEASON"
python scripts/demo_season.py --county "$COUNTY" --season "$OUT/season" --output "$OUT/casework" \
    --language "$REDLINE_LANGUAGE" 2>"$OUT/casework.err" ||
    fail "the alert season failed: $(tail -n 1 "$OUT/casework.err") (log: $OUT/casework.err)"

# tables FOLDER WHAT
tables() {
    echo
    say "$(words "tables of the $2" "$2：汇总表") ($OUT/$1/summary.xlsx)"
    python scripts/show_tables.py "$OUT/$1/summary.xlsx"
}
tables dossier-batches "$BATCHES"
tables dossier-tractplan "$PLAN"
echo
say "$(words "the funnel of the alert season, out of the log of its case file" "预警季的漏斗，由案卷记录得出") ($OUT/casework/report.xlsx)"
python scripts/show_tables.py "$OUT/casework/report.xlsx" "$(words Funnel 办理漏斗)" "$(words "Year on year" 同比)"
echo
say "$(words "made:" "成果文件：")"
for folder in dossier-batches dossier-tractplan; do
    printf '    %s\n' "$PWD/$OUT/$folder/report.html" "$PWD/$OUT/$folder/summary.xlsx"
done
printf '    %s\n' "$PWD/$OUT/casework/report.html" "$PWD/$OUT/casework/案卷.gpkg"
first=$(find "$OUT/dossier-batches" -mindepth 1 -maxdepth 1 -type d | sort | head -n 1)
printf '    %s\n' "$PWD/$first/tables.xlsx" "$PWD/$first/parcels.txt" "$(find "$PWD/$first/sheets" -name '*.pdf' | sort | head -n 1)"
more=$(($(find "$OUT/dossier-batches" -mindepth 1 -maxdepth 1 -type d | wc -l) - 1))
printf '    %s\n' "$(words "and the same for $more more batches beside it" "同一文件夹中还有其余 $more 个批次的成果")"
