"""Native charts of the workbook, drawn by the program that opens it from the sheets' cells."""

from django.utils.translation import gettext as _
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.data_source import AxDataSource, StrRef
from openpyxl.worksheet.worksheet import Worksheet

HEIGHT_CM, WIDTH_CM = 9, 26


def add_target_chart(sheet: Worksheet, header_row: int, last: int) -> None:
    """Year and sum of each target, the first on top."""
    chart = _chart("bar", _("Thực hiện trong năm và lũy kế"))
    data = Reference(sheet, min_col=4, max_col=5, min_row=header_row, max_row=last)
    chart.add_data(data, titles_from_data=True)
    _set_names(chart, Reference(sheet, min_col=1, min_row=header_row + 1, max_row=last))
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"  # the scale stays below though the order is turned
    sheet.add_chart(chart, f"A{last + 3}")


def add_year_chart(sheet: Worksheet, header_row: int, last: int, last_column: int) -> None:
    """A group of columns for each year, one column for each target."""
    chart = _chart("col", _("Kết quả theo năm"))
    data = Reference(sheet, min_col=1, max_col=last_column, min_row=header_row + 1, max_row=last)
    chart.add_data(data, titles_from_data=True, from_rows=True)
    years = Reference(sheet, min_col=2, max_col=last_column, min_row=header_row)
    _set_names(chart, years)
    sheet.add_chart(chart, f"A{last + 3}")


def _chart(direction: str, title: str) -> BarChart:
    chart = BarChart()
    chart.type, chart.title = direction, title
    chart.title.overlay = False
    chart.legend.position = "b"
    # Without this a program may leave the axes out, as openpyxl's own default reads.
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.majorGridlines = None
    chart.y_axis.number_format = "0"
    chart.height, chart.width = HEIGHT_CM, WIDTH_CM
    return chart


def _set_names(chart: BarChart, cells: Reference) -> None:
    """Names of the categories as text: openpyxl declares numbers, which some programs leave blank."""
    for series in chart.series:
        series.cat = AxDataSource(strRef=StrRef(f=str(cells)))
