using System.Diagnostics;
using MicroK8s.Health.Reports;
using PuppeteerSharp;

namespace MicroK8s.Tests.Health.Reports;

/// <summary>Debian's Chromium without a window; nothing is downloaded.</summary>
public sealed class Browser : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private IBrowser _browser = null!;
    private int _pages;

    public async Task InitializeAsync() => _browser = await Puppeteer.LaunchAsync(new LaunchOptions
    {
        ExecutablePath = await AskScriptAsync(),
        Headless = true,

        // The tests may be root, whom Chromium refuses a sandbox; the page is our own.
        Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"],
    });

    public async Task DisposeAsync() => await _browser.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    /// <summary>Opens a report as a file, as people do.</summary>
    internal async Task<OpenPage> OpenAsync(
        HealthReport report, int width = 1280, bool isDark = false, bool hasScript = true)
    {
        string file = $"{Interlocked.Increment(ref _pages)}.html";
        _folder.Write(file, report.Write(ReportFormat.Html));
        var opened = new OpenPage(await _browser.NewPageAsync());
        IPage page = opened.Page;
        await page.SetJavaScriptEnabledAsync(hasScript);

        // Without motion: a click is aimed at where its button is, and a page that still scrolls has it elsewhere by then.
        await page.EmulateMediaFeaturesAsync(
        [
            new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = isDark ? "dark" : "light" },
            new MediaFeatureValue { MediaFeature = MediaFeature.PrefersReducedMotion, Value = "reduce" },
        ]);
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = 900 });
        await page.GoToAsync(new Uri(Path.Combine(_folder.Path, file)).AbsoluteUri);
        return opened;
    }

    private static async Task<string> AskScriptAsync()
    {
        using Process process = Process.Start(new ProcessStartInfo(
            Path.Combine(Repository.Root, "tests", "cluster", "chromium")) { RedirectStandardOutput = true })!;
        string answer = (await process.StandardOutput.ReadToEndAsync()).Trim();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0 && File.Exists(answer), $"tests/cluster/chromium: {answer}");
        return answer;
    }
}
