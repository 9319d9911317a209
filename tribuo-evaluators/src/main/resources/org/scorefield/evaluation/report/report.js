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

  // Powers of ten only; on short axes also 2 and 5 times them.
  function logarithmic(axis) {
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
        context.strokeStyle = set.borderColor;
        context.lineWidth = 1.25;
        set.data.forEach(function (point) {
          if (point.low === point.high) { return; }
          var x = chart.scales.x.getPixelForValue(point.x);
          var low = chart.scales.y.getPixelForValue(point.low);
          var high = chart.scales.y.getPixelForValue(point.high);
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

  function axis(title, type) {
    return {
      type: type,
      grid: { color: colour('--line'), drawTicks: false },
      border: { color: colour('--quiet') },
      title: { display: true, text: title, color: colour('--quiet') },
      ticks: {
        color: colour('--quiet'), padding: 6, maxRotation: 0, maxTicksLimit: 8,
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

  function draw(canvas, specification) {
    var colours = [colour('--first'), colour('--second')];
    var type = specification.scale === 'LOGARITHMIC' ? 'logarithmic' : 'linear';
    var x = axis(specification.x, 'logarithmic');
    var y = axis(specification.y, type);
    var xs = limits(specification, function (point) { return [point.x]; });
    x.min = xs[0] / 1.35;
    x.max = xs[1] * 1.35;
    var ys = limits(specification, function (point) { return [point.low, point.high]; });
    if (type === 'logarithmic') {
      // What is not positive is drawn on the bottom of the axis.
      var floor = Math.min.apply(null, specification.series[0].points.map(function (point) {
        return point.low > 0 ? point.low : point.y / 3;
      })) / 1.25;
      specification.series.forEach(function (series) {
        series.points.forEach(function (point) {
          point.y = Math.max(point.y, floor);
          point.low = Math.max(point.low, floor);
        });
      });
      y.min = floor;
      y.max = ys[1] * 1.25;
    } else {
      // A few pixels below zero need no axis of their own.
      if (ys[0] >= -0.04 * ys[1]) { y.min = 0; }
      y.suggestedMin = Math.min(0, ys[0]);
      y.suggestedMax = 1.05 * Math.max(0, ys[1]);
    }
    return new Chart(canvas, {
      type: 'line',
      plugins: [errorBars],
      data: {
        datasets: specification.series.map(function (series, index) {
          return {
            label: series.name, data: series.points,
            borderColor: colours[index % 2], backgroundColor: colours[index % 2],
            borderWidth: index === 0 ? 2 : 1.5, borderDash: index === 0 ? [] : [5, 4],
            pointRadius: index === 0 ? 3.5 : 2.5, pointHoverRadius: 5, tension: 0
          };
        })
      },
      options: {
        animation: false, responsive: true, maintainAspectRatio: false, parsing: false,
        interaction: { mode: 'nearest', axis: 'x', intersect: false },
        layout: { padding: { top: 6, right: 8 } },
        plugins: {
          legend: {
            display: specification.series.length > 1, align: 'start',
            labels: { color: colour('--ink'), boxWidth: 22, boxHeight: 0, padding: 12 }
          },
          tooltip: {
            callbacks: {
              title: function (items) { return specification.x + ' = ' + label(items[0].raw.x); },
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
  window.addEventListener('beforeprint', function () {
    charts.forEach(function (chart) { chart.resize(); });
  });
  window.addEventListener('afterprint', function () {
    charts.forEach(function (chart) { chart.resize(); });
  });
}());
