using System.Net;
using System.Net.Sockets;
using MicroK8s.Health;
using MicroK8s.Health.Reports;
using PuppeteerSharp;
using PuppeteerSharp.Media;

namespace MicroK8s.Tests.Health.Reports;

/// <summary>The page of a report in a real browser.</summary>
public sealed class HtmlPageTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task No_request_leaves_the_page()
    {
        await using OpenPage open = await browser.OpenAsync(SampleReport.MakeHostile());
        string asked = Assert.Single(open.Requests, address => !address.StartsWith("data:", StringComparison.Ordinal));
        Assert.StartsWith("file:", asked, StringComparison.Ordinal);
        Assert.Empty(open.Complaints);
    }

    [Fact]
    public async Task Whatever_got_into_the_page_could_ask_nobody()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        string address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/";
        await using OpenPage open = await browser.OpenAsync(SampleReport.Make());
        string[] refused = await open.Page.EvaluateFunctionAsync<string[]>(
            """
            async address => {
              const refused = [];
              document.addEventListener('securitypolicyviolation', event => refused.push(event.effectiveDirective));
              const add = (tag, set) => { const element = document.createElement(tag); set(element); document.body.append(element); };
              add('img', element => element.src = address);
              add('script', element => element.src = address);
              add('script', element => element.textContent = 'window.broken = 1');
              add('link', element => { element.rel = 'stylesheet'; element.href = address; });
              add('div', element => { element.setAttribute('onclick', 'window.broken = 2'); element.click(); });
              await fetch(address).catch(() => {});
              await new Promise(done => setTimeout(done, 300));
              return refused;
            }
            """, address);
        Assert.Superset(
            new HashSet<string> { "connect-src", "img-src", "script-src-attr", "script-src-elem", "style-src-elem" },
            refused.ToHashSet());
        Assert.Null(await open.Page.EvaluateExpressionAsync<int?>("window.broken"));
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task Hostile_text_is_shown_and_does_nothing()
    {
        await using OpenPage open = await browser.OpenAsync(SampleReport.MakeHostile());
        Assert.False(await open.Page.EvaluateExpressionAsync<bool>("'broken' in window"));
        Assert.Equal(1, await open.Page.EvaluateExpressionAsync<int>("document.scripts.length"));
        Assert.Equal(0, await open.Page.EvaluateExpressionAsync<int>("document.images.length"));
        Assert.Equal(0, await open.Page.EvaluateExpressionAsync<int>("document.querySelectorAll('[onmouseover],[onerror]').length"));
        string evidence = await open.TextAsync("tr[data-category=Network] .evidence bdi");
        Assert.Contains("</script><script>window.broken=1</script><img src=x", evidence, StringComparison.Ordinal);
        Assert.Contains(" red gnp.exe # #vso[task.complete]", evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_an_area_and_words_hide_the_rows_that_do_not_fit()
    {
        await using OpenPage open = await browser.OpenAsync(SampleReport.Make());
        Assert.Equal(SampleReport.Findings.Count, (await open.ShownAsync()).Length);
        Assert.Equal("14 findings", await open.TextAsync("#shown"));

        await open.Page.ClickAsync("input[value=healthy]");
        await open.Page.ClickAsync("input[value=skipped]");
        Assert.Equal(6, (await open.ShownAsync()).Length);
        Assert.Equal("6 of 14 findings", await open.TextAsync("#shown"));

        await open.Page.ClickAsync(".area[data-category=Nodes]");
        Assert.Equal(["Node node-3", "Node node-2"], await open.ShownAsync());
        Assert.Equal("true", await open.Page.EvaluateExpressionAsync<string>(
            "document.querySelector('.area[data-category=Nodes]').getAttribute('aria-current')"));

        await open.Page.SelectAsync("#category", "");
        await open.Page.Keyboard.PressAsync("/");
        await open.Page.Keyboard.TypeAsync("CRASHloop mk401");
        Assert.Equal(["Pod shop/user-service-7cb95bb9fb-4wgr6"], await open.ShownAsync());

        await open.Page.Keyboard.TypeAsync(" no such word");
        Assert.Empty(await open.ShownAsync());
        Assert.True(await open.Page.EvaluateExpressionAsync<bool>("document.getElementById('none').getClientRects().length > 0"));

        await open.Page.ClickAsync("#all");
        Assert.Equal(SampleReport.Findings.Count, (await open.ShownAsync()).Length);
    }

    [Fact]
    public async Task What_changed_can_be_chosen()
    {
        HealthReport report = SampleReport.Make(SampleReport.Findings.Select((finding, index) =>
            finding with { Change = index is 3 ? HealthChange.New : finding.Status >= HealthStatus.Warning ? HealthChange.Same : null }));
        await using OpenPage open = await browser.OpenAsync(report);
        await open.Page.SelectAsync("#change", "New Worse");
        Assert.Equal(["Node node-3"], await open.ShownAsync());
        Assert.Equal("New", await open.TextAsync("tr[data-change=New] .change"));
    }

    [Fact]
    public async Task The_toggle_turns_dark_and_light_again()
    {
        await using OpenPage open = await browser.OpenAsync(SampleReport.Make());
        string light = await ColorAsync(open, "body");
        Assert.Equal("rgb(244, 246, 248)", light);
        await open.Page.ClickAsync("#theme");
        Assert.Equal("rgb(14, 19, 25)", await ColorAsync(open, "body"));
        Assert.Equal("Light", await open.TextAsync("#theme"));
        await open.Page.ClickAsync("#theme");
        Assert.Equal(light, await ColorAsync(open, "body"));

        await using OpenPage dark = await browser.OpenAsync(SampleReport.Make(), isDark: true);
        Assert.Equal("rgb(14, 19, 25)", await ColorAsync(dark, "body"));
    }

    [Fact]
    public async Task The_remediation_is_copied_as_it_is()
    {
        await using OpenPage open = await browser.OpenAsync(SampleReport.Make());
        const string Copy = "tr[data-category=Workloads] .copy";
        await open.Page.ClickAsync(Copy);
        await open.Page.WaitForFunctionAsync($"() => document.querySelector('{Copy}').textContent === 'Copied'");
        await open.Page.FocusAsync("#search");
        await open.Page.Keyboard.DownAsync("Control");
        await open.Page.Keyboard.PressAsync("KeyV");
        await open.Page.Keyboard.UpAsync("Control");
        Assert.Equal(
            "Get-MicroServiceLog user-service -Namespace shop -Previous -Tail 50",
            await open.Page.EvaluateExpressionAsync<string>("document.getElementById('search').value"));
    }

    [Theory]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    [InlineData(760, false)]
    [InlineData(400, false)]
    [InlineData(400, true)]
    public async Task Nothing_is_wider_than_the_window_and_every_text_has_contrast(int width, bool isDark)
    {
        foreach (bool isHostile in new[] { true, false })
        {
            HealthReport report = isHostile ? SampleReport.MakeHostile() : SampleReport.Make();
            await using OpenPage open = await browser.OpenAsync(report, width, isDark);
            Assert.Empty(await WiderAsync(open));
            Assert.Empty(await PaleAsync(open));
            if (!isHostile) await KeepAsync(open, $"{width}-{(isDark ? "dark" : "light")}");
        }
    }

    [Fact]
    public async Task Everything_that_can_be_used_has_a_name_and_the_focus_is_seen()
    {
        await using OpenPage open = await browser.OpenAsync(SampleReport.Make());
        Assert.Empty(await open.Page.EvaluateExpressionAsync<string[]>(
            """
            [...document.querySelectorAll('button, input, select, a, svg[role=img]')]
              .filter(one => !(one.getAttribute('aria-label') || (one.labels && one.labels.length) || one.textContent.trim()))
              .map(one => one.outerHTML)
            """));
        Assert.Equal("en", await open.Page.EvaluateExpressionAsync<string>("document.documentElement.lang"));
        Assert.Equal(1, await open.Page.EvaluateExpressionAsync<int>("document.querySelectorAll('h1').length"));

        // Every filter, area and button by Tab alone, each with an outline.
        int stops = 0;
        await open.Page.Keyboard.PressAsync("Tab");
        var reached = new HashSet<string>();
        while (await open.Page.EvaluateExpressionAsync<bool>("document.activeElement !== document.body") && stops++ < 100)
        {
            reached.Add(await open.Page.EvaluateExpressionAsync<string>("document.activeElement.id || document.activeElement.className || document.activeElement.value"));
            Assert.NotEqual("none", await open.Page.EvaluateExpressionAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
            await open.Page.Keyboard.PressAsync("Tab");
        }

        Assert.Superset(new HashSet<string> { "theme", "search", "category", "all", "copy scripted", "unhealthy" }, reached);
    }

    [Fact]
    public async Task Without_script_all_is_there_but_the_controls()
    {
        await using OpenPage open = await browser.OpenAsync(SampleReport.Make(), hasScript: false);
        Assert.Equal(SampleReport.Findings.Count, (await open.ShownAsync()).Length);
        Assert.Equal(0, await open.Page.EvaluateExpressionAsync<int>(
            "[...document.querySelectorAll('button, input, select, output')].filter(one => one.getClientRects().length > 0).length"));
        Assert.Equal(4, await open.Page.EvaluateExpressionAsync<int>("document.querySelectorAll('.node').length"));
    }

    [Fact]
    public async Task A_print_is_light_has_no_controls_and_all_that_is_shown()
    {
        await using OpenPage open = await browser.OpenAsync(SampleReport.Make(), width: 1000, isDark: true);
        await open.Page.EmulateMediaTypeAsync(MediaType.Print);
        Assert.Equal("rgb(255, 255, 255)", await ColorAsync(open, "body"));
        Assert.Equal(SampleReport.Findings.Count, (await open.ShownAsync()).Length);
        Assert.Equal(0, await open.Page.EvaluateExpressionAsync<int>(
            "[...document.querySelectorAll('button, input, select')].filter(one => one.getClientRects().length > 0).length"));
        Assert.Empty(await PaleAsync(open));
        byte[] pdf = await open.Page.PdfDataAsync(new PdfOptions { Format = PaperFormat.A4, PreferCSSPageSize = true });
        Assert.Equal("%PDF"u8, pdf.AsSpan(0, 4));
        if (Environment.GetEnvironmentVariable("MICROK8S_TEST_SCREENSHOTS") is { } prefix)
        {
            await File.WriteAllBytesAsync($"{prefix}-print.pdf", pdf);
        }
    }

    private static Task<string> ColorAsync(OpenPage open, string selector) => open.Page.EvaluateFunctionAsync<string>(
        "selector => getComputedStyle(document.querySelector(selector)).backgroundColor", selector);

    /// <summary>What reaches beyond the window to the right.</summary>
    private static Task<string[]> WiderAsync(OpenPage open) => open.Page.EvaluateExpressionAsync<string[]>(
        """
        [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > innerWidth + 1)
          .map(one => one.tagName + '.' + one.getAttribute('class') + ' ' + one.getBoundingClientRect().right)
          .concat(document.documentElement.scrollWidth > innerWidth ? ['scrolls to ' + document.documentElement.scrollWidth] : [])
        """);

    /// <summary>Texts whose contrast is less than WCAG 2 asks for (AA, 4.5 to 1).</summary>
    private static Task<string[]> PaleAsync(OpenPage open) => open.Page.EvaluateFunctionAsync<string[]>(
        """
        () => {
          const parts = color => color.match(/[\d.]+/g).map(Number);
          const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
          const behind = one => {
            for (let at = one; at; at = at.parentElement) {
              const color = parts(getComputedStyle(at).backgroundColor);
              if (color.length === 3 || color[3] === 1) return color;
            }
            return [255, 255, 255];
          };
          const pale = [];
          for (const one of document.querySelectorAll('body *')) {
            if (one.getClientRects().length === 0 || one.closest('.unseen, .skip, script, svg, thead')) continue;
            if (![...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())) continue;
            const [a, b] = [light(parts(getComputedStyle(one).color)), light(behind(one))].sort((x, y) => y - x);
            if ((a + .05) / (b + .05) < 4.5) pale.push(one.className + ': ' + ((a + .05) / (b + .05)).toFixed(2) + ' ' + one.textContent.slice(0, 40));
          }
          return pale;
        }
        """);

    /// <summary>Keeps a picture for who wants to look: the variable names the beginning of its path.</summary>
    private static async Task KeepAsync(OpenPage open, string name)
    {
        if (Environment.GetEnvironmentVariable("MICROK8S_TEST_SCREENSHOTS") is not { } prefix) return;
        await open.Page.ScreenshotAsync($"{prefix}-{name}.png", new ScreenshotOptions { FullPage = true });
    }
}
