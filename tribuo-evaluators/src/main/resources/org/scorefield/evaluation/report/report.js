(function () {
  'use strict';
  if (typeof Chart === 'undefined') { return; }

  var charts = [];
  var dark = window.matchMedia('(prefers-color-scheme: dark)');

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function label(value) {
    var size = Math.abs(value);
    if (size === 0) { return '0'; }
    if (size >= 1e5 || size < 1e-4) { return value.toExponential(1).replace('.0e', 'e'); }
    return String(Number(value.toPrecision(3)));
  }

  // Even steps, about five, for an axis of less than a decade.
  function even(axis) {
    var raw = (axis.max - axis.min) / 5;
    var decade = Math.pow(10, Math.floor(Math.log10(raw)));
    var part = raw / decade;
    var step = decade * (part < 1.5 ? 1 : part < 3.5 ? 2 : part < 7.5 ? 5 : 10);
    var ticks = [];
    for (var k = Math.ceil(axis.min / step); k * step <= axis.max; k++) { ticks.push({ value: k * step }); }
    return ticks;
  }

  // Powers of ten only; on short axes also 2 and 5 times them.
  function logarithmic(axis) {
    if (axis.max < 4 * axis.min) { axis.ticks = even(axis); return; }
    var multiples = Math.log10(axis.max / axis.min) < 2.2 ? [1, 2, 5] : [1];
    var ticks = [];
    for (var power = Math.floor(Math.log10(axis.min)); power <= Math.log10(axis.max); power++) {
      multiples.forEach(function (multiple) {
        var value = multiple * Math.pow(10, power);
        if (value >= axis.min && value <= axis.max) { ticks.push({ value: value }); }
      });
    }
    axis.ticks = ticks;
  }

  // What the parts below add up to, for stacked bars.
  function below(chart, index, position) {
    var sum = 0;
    for (var part = 0; part < index; part++) {
      var set = chart.data.datasets[part];
      if (set.stack && chart.isDatasetVisible(part)) { sum += set.data[position].y; }
    }
    return sum;
  }

  // Lines of many points have no marks.
  var MANY = 24;
  var DASHES = [[], [6, 4], [2, 3], [9, 3, 2, 3], [1, 4], [12, 4]];
  var COLOURS = ['--first', '--second', '--fourth', '--fifth', '--sixth', '--ink'];
  var PARTS = ['--first', '--second', '--third'];

  // From low to high of each point, behind the lines.
  var bands = {
    id: 'bands',
    beforeDatasetsDraw: function (chart) {
      var context = chart.ctx;
      var area = chart.chartArea;
      chart.data.datasets.forEach(function (set, index) {
        if (!chart.isDatasetVisible(index)) { return; }
        context.save();
        context.beginPath();
        context.rect(area.left, area.top, area.right - area.left, area.bottom - area.top);
        context.clip();
        context.fillStyle = set.borderColor;
        context.globalAlpha = 0.14;
        context.beginPath();
        set.data.forEach(function (point) {
          context.lineTo(chart.scales.x.getPixelForValue(point.x), chart.scales.y.getPixelForValue(point.high));
        });
        set.data.slice().reverse().forEach(function (point) {
          context.lineTo(chart.scales.x.getPixelForValue(point.x), chart.scales.y.getPixelForValue(point.low));
        });
        context.fill();
        context.restore();
      });
    }
  };

  var errorBars = {
    id: 'errorBars',
    afterDatasetsDraw: function (chart) {
      var context = chart.ctx;
      var area = chart.chartArea;
      chart.data.datasets.forEach(function (set, index) {
        if (!chart.isDatasetVisible(index)) { return; }
        context.save();
        context.beginPath();
        context.rect(area.left - 6, area.top - 6, area.right - area.left + 12, area.bottom - area.top + 12);
        context.clip();
        context.strokeStyle = set.stack ? colour('--ink') : set.borderColor;
        context.lineWidth = 1.25;
        set.data.forEach(function (point, position) {
          if (point.low === point.high) { return; }
          var under = below(chart, index, position);
          var x = chart.scales.x.getPixelForValue(point.x);
          var low = chart.scales.y.getPixelForValue(under + point.low);
          var high = chart.scales.y.getPixelForValue(under + point.high);
          context.beginPath();
          context.moveTo(x, low);
          context.lineTo(x, high);
          context.moveTo(x - 4, low);
          context.lineTo(x + 4, low);
          context.moveTo(x - 4, high);
          context.lineTo(x + 4, high);
          context.stroke();
        });
        context.restore();
      });
    }
  };

  // Vertical lines with a label, on the side that has the room.
  function marks(specification) {
    return {
      id: 'marks',
      afterDatasetsDraw: function (chart) {
        var context = chart.ctx;
        var area = chart.chartArea;
        context.save();
        context.strokeStyle = colour('--quiet');
        context.fillStyle = colour('--ink');
        context.font = '12px ' + Chart.defaults.font.family;
        context.textBaseline = 'top';
        context.setLineDash([4, 3]);
        specification.marks.forEach(function (mark) {
          var x = chart.scales.x.getPixelForValue(mark.at);
          context.beginPath();
          context.moveTo(x, area.top);
          context.lineTo(x, area.bottom);
          context.stroke();
          var right = x < (area.left + area.right) / 2;
          context.textAlign = right ? 'left' : 'right';
          context.fillText(mark.label, x + (right ? 6 : -6), area.top + 2);
        });
        context.restore();
      }
    };
  }

  // Shaded parts of the horizontal axis, every other one darker, with their names at the bottom.
  function spans(specification) {
    return {
      id: 'spans',
      beforeDatasetsDraw: function (chart) {
        var context = chart.ctx;
        var area = chart.chartArea;
        context.save();
        context.textBaseline = 'bottom';
        context.textAlign = 'center';
        context.font = '12px ' + Chart.defaults.font.family;
        specification.spans.forEach(function (span, index) {
          var left = Math.max(area.left, chart.scales.x.getPixelForValue(span.from));
          var right = Math.min(area.right, chart.scales.x.getPixelForValue(span.to));
          context.fillStyle = colour('--quiet');
          context.globalAlpha = index % 2 ? 0.14 : 0.06;
          context.fillRect(left, area.top, right - left, area.bottom - area.top);
          context.globalAlpha = 1;
          if (context.measureText(span.label).width < right - left - 4) {
            context.fillText(span.label, (left + right) / 2, area.bottom - 3);
          }
        });
        context.restore();
      }
    };
  }

  function axis(title, type) {
    return {
      type: type,
      grid: { color: colour('--line'), drawTicks: false },
      border: { color: colour('--quiet') },
      title: { display: true, text: title, color: colour('--quiet') },
      ticks: {
        color: colour('--quiet'), padding: 6, maxRotation: 0, maxTicksLimit: 8,
        includeBounds: false,
        callback: function (value) { return label(value); }
      },
      afterBuildTicks: function (scale) {
        if (type === 'logarithmic') { logarithmic(scale); }
      }
    };
  }

  function limits(specification, of) {
    var values = [];
    specification.series.forEach(function (series) {
      series.points.forEach(function (point) { values = values.concat(of(point)); });
    });
    return [Math.min.apply(null, values), Math.max.apply(null, values)];
  }

  function dataset(series, index, kind) {
    var stacked = kind === 'STACKED';
    var own = colour(stacked ? PARTS[index % PARTS.length] : COLOURS[index % COLOURS.length]);
    var set = { label: series.name, data: series.points, borderColor: own, backgroundColor: own };
    if (stacked) {
      set.stack = 'parts';
      set.borderWidth = 0;
      set.maxBarThickness = 56;
      set.categoryPercentage = 0.72;
      set.barPercentage = 1;
    } else if (kind === 'HISTOGRAM') {
      set.borderWidth = 0;
      set.categoryPercentage = 0.94;
      set.barPercentage = 0.94;
    } else {
      set.borderWidth = index === 0 ? 2 : 1.5;
      // Another dash in each round of the colours.
      set.borderDash = DASHES[(index + Math.floor(index / COLOURS.length)) % DASHES.length];
      set.pointRadius = series.points.length > MANY ? 0 : index === 0 ? 3.5 : 2.5;
      set.pointHoverRadius = 5;
      set.tension = 0;
    }
    return set;
  }

  // Ends of the error bars; those of a stack stand on the parts below them.
  function heights(specification, stacked) {
    if (!stacked) {
      return limits(specification, function (point) { return [point.low, point.high]; });
    }
    var sums = specification.series[0].points.map(function () { return 0; });
    var tops = [0];
    specification.series.forEach(function (series) {
      series.points.forEach(function (point, i) {
        tops.push(sums[i] + Math.max(point.high, point.y));
        sums[i] += point.y;
      });
    });
    return [0, Math.max.apply(null, tops)];
  }

  // The least positive number of all series, at most six decades below the largest.
  function lowest(specification, top) {
    var least = top;
    specification.series.forEach(function (series) {
      series.points.forEach(function (point) {
        var value = point.low > 0 ? point.low : point.y;
        if (value > 0) { least = Math.min(least, value); }
      });
    });
    return Math.max(least / 1.25, top * 1e-6);
  }

  function draw(canvas, specification) {
    var stacked = specification.kind === 'STACKED';
    var bars = stacked || specification.kind === 'HISTOGRAM';
    var banded = specification.kind === 'BANDS';
    var across = specification.x.scale === 'LOGARITHMIC' ? 'logarithmic' : 'linear';
    var type = specification.y.scale === 'LOGARITHMIC' ? 'logarithmic' : 'linear';
    var x = axis(specification.x.title, across);
    var y = axis(specification.y.title, type);
    var xs = limits(specification, function (point) { return [point.x]; });
    specification.marks.forEach(function (mark) {
      xs = [Math.min(xs[0], mark.at), Math.max(xs[1], mark.at)];
    });
    // Indices have no halves.
    var whole = specification.series.every(function (series) {
      return series.points.every(function (point) { return Number.isInteger(point.x); });
    });
    if (whole) { x.ticks.precision = 0; }
    if (specification.kind === 'HISTOGRAM') { y.ticks.precision = 0; }
    // Bars need room for half a bar.
    var gaps = bars ? 0.7 / Math.max(1, specification.series[0].points.length - 1) : 0;
    if (across === 'logarithmic') {
      var room = Math.max(1.35, Math.pow(xs[1] / xs[0], gaps));
      x.min = xs[0] / room;
      x.max = xs[1] * room;
    } else {
      var margin = Math.max(0.03, gaps) * (xs[1] - xs[0] || 1);
      x.min = xs[0] - margin;
      x.max = xs[1] + margin;
    }
    var ys = heights(specification, stacked);
    if (type === 'logarithmic') {
      // What is not positive is drawn on the bottom of the axis.
      var floor = banded ? lowest(specification, ys[1]) : Math.min.apply(null, specification.series[0].points.map(function (point) {
        return point.low > 0 ? point.low : point.y / 3;
      })) / 1.25;
      specification.series.forEach(function (series) {
        series.points.forEach(function (point) {
          point.y = Math.max(point.y, floor);
          point.low = Math.max(point.low, floor);
          point.high = Math.max(point.high, floor);
        });
      });
      y.min = floor;
      y.max = ys[1] * 1.25;
    } else {
      // A few pixels below zero need no axis of their own.
      if (ys[0] >= -0.04 * ys[1]) { y.min = 0; }
      if (bars) { y.min = 0; }
      y.suggestedMin = Math.min(0, ys[0]);
      y.suggestedMax = 1.05 * Math.max(0, ys[1]);
      // Shares, and heights over a peak, end at one.
      if (Math.abs(ys[1] - 1) < 1e-9) { y.max = 1; }
    }
    x.stacked = stacked;
    y.stacked = stacked;
    if (bars) { x.offset = false; x.grid.display = false; }
    return new Chart(canvas, {
      type: bars ? 'bar' : 'line',
      plugins: [spans(specification), banded ? bands : errorBars, marks(specification)],
      data: {
        datasets: specification.series.map(function (series, index) {
          return dataset(series, index, specification.kind);
        })
      },
      options: {
        animation: false, responsive: true, maintainAspectRatio: false, parsing: false,
        interaction: { mode: bars ? 'index' : 'nearest', axis: 'x', intersect: false },
        layout: { padding: { top: 6, right: 8 } },
        plugins: {
          legend: {
            display: specification.series.length > 1, align: 'start',
            labels: { color: colour('--ink'), boxWidth: bars ? 12 : 22, boxHeight: bars ? 12 : 0, padding: 12 }
          },
          tooltip: {
            callbacks: {
              title: function (items) { return specification.x.title + ' = ' + label(items[0].raw.x); },
              label: function (item) {
                var point = item.raw;
                var bar = point.low === point.high ? '' : '  [' + label(point.low) + ', ' + label(point.high) + ']';
                return item.dataset.label + ': ' + label(point.y) + bar;
              }
            }
          }
        },
        scales: { x: x, y: y }
      }
    });
  }

  function drawAll() {
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    Chart.defaults.font.size = 12;
    charts.forEach(function (chart) { chart.destroy(); });
    charts = [];
    document.querySelectorAll('.chart').forEach(function (figure) {
      var specification = JSON.parse(figure.querySelector('script').textContent);
      charts.push(draw(figure.querySelector('canvas'), specification));
    });
  }

  drawAll();
  dark.addEventListener('change', drawAll);
  // Paper is white in either scheme.
  window.matchMedia('print').addEventListener('change', drawAll);
  window.addEventListener('beforeprint', function () {
    document.querySelectorAll('details').forEach(function (details) { details.open = true; });
    charts.forEach(function (chart) { chart.resize(); });
  });
  window.addEventListener('afterprint', function () {
    charts.forEach(function (chart) { chart.resize(); });
  });
}());
