using System.Diagnostics;
using System.Text;

namespace Kmip.TestSupport;

/// <summary>
/// A program started for a test: its output is collected, every wait is bounded, and it is ended by its own process id on disposal.
/// </summary>
public sealed class ProgramProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly object _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ProgramProcess(Process process) => _process = process;

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>What the program wrote to its standard output so far.</summary>
    public string Output => Read(_output);

    /// <summary>What the program wrote to its standard error so far.</summary>
    public string Error => Read(_error);

    /// <summary>Output and error together, for a search through everything that was printed.</summary>
    public string AllOutput => Output + Error;

    /// <summary>True once the program has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>The path of a program of ours, built in the same configuration as the running test: <c>kmip-proxy</c> of <c>Kmip.ProxyHost</c>.</summary>
    public static string PathOf(string project, string command)
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        string path = Path.Combine(SharedData.RepositoryRoot, "artifacts", "bin", project, configuration, command);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{project} is not built in this configuration.", path);
    }

    /// <summary>Starts a program. An environment value of null removes the variable; its standard input holds what is given and ends.</summary>
    public static ProgramProcess Start(
        string path, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string? workingDirectory = null,
        string? input = null)
    {
        ProcessStartInfo start = new(path, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = workingDirectory ?? Path.GetTempPath(),
        };
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        ProgramProcess program = new(new Process { StartInfo = start });
        program._process.OutputDataReceived += (_, line) => program.Append(program._output, line.Data);
        program._process.ErrorDataReceived += (_, line) => program.Append(program._error, line.Data);
        program._process.Start();
        program._process.BeginOutputReadLine();
        program._process.BeginErrorReadLine();
        program._process.StandardInput.Write(input);
        program._process.StandardInput.Close();
        return program;
    }

    /// <summary>Waits until the output or error holds what <paramref name="find"/> looks for; throws with all output when the time is over or the program ended.</summary>
    public async Task<T> WaitForAsync<T>(Func<string, T?> find, TimeSpan? timeout = null)
        where T : class
    {
        using CancellationTokenSource limit = new(timeout ?? TimeSpan.FromSeconds(30));
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                changed = _changed.Task;
            }

            bool ended = _process.HasExited;
            if (ended)
            {
                await _process.WaitForExitAsync(limit.Token);
            }

            if (find(AllOutput) is { } found)
            {
                return found;
            }

            if (ended || limit.IsCancellationRequested)
            {
                throw new InvalidOperationException($"The program {(ended ? "ended" : "did not say")} what was waited for:\n{AllOutput}");
            }

            await Task.WhenAny(changed, Task.Delay(200, CancellationToken.None));
        }
    }

    /// <summary>Waits for the end and gives the exit code; kills the program and throws when the time is over.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan? timeout = null)
    {
        using CancellationTokenSource limit = new(timeout ?? TimeSpan.FromSeconds(60));
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
            throw new TimeoutException($"The program did not end:\n{AllOutput}");
        }

        return _process.ExitCode;
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string path, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, TimeSpan? timeout = null)
    {
        await using ProgramProcess program = Start(path, arguments, environment);
        int code = await program.WaitForExitAsync(timeout);
        return (code, program.Output, program.Error);
    }

    /// <summary>Kills the program as <c>kill -9</c> does: nothing of it runs after this.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Append(StringBuilder builder, string? line)
    {
        lock (_gate)
        {
            if (line is not null)
            {
                builder.Append(line).Append('\n');
            }

            _changed.TrySetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private string Read(StringBuilder builder)
    {
        lock (_gate)
        {
            return builder.ToString();
        }
    }
}
