// What of ECharts the walls use. A part of its own: a wall shows its numbers before it has fetched what draws its curves.
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

export { init } from 'echarts/core';

use([BarChart, LineChart, GridComponent, CanvasRenderer]);
