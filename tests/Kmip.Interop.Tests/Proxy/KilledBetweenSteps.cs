using System.Security.Cryptography;
using Kmip.Interop.Tests.PyKmip;
using Kmip.Interop.Tests.Support;

namespace Kmip.Interop.Tests.Proxy;

/// <summary>
/// New keys, made and brought by PyKMIP's client in every version 1.x, through their whole life; after each step the proxy is killed and started again, and
/// everything it acknowledged must be there. One proxy serves all versions of a step.
/// </summary>
internal sealed class KilledBetweenSteps(Snapshot snapshot, string[] provider, Dictionary<string, string?>? environment) : IAsyncDisposable
{
    private readonly Dictionary<string, (string Uid, string Value)[]> _keys = [];
    private ProxyProcess? _proxy;
    private (byte[] Authority, byte[] Client)? _pem;

    /// <summary>From Create and Register to Destroy.</summary>
    public async Task RunAsync()
    {
        await RestartAsync();
        await AddAsync();
        await StepAsync(null, "PRE_ACTIVE");
        await StepAsync(PyKmipStep.Activate, "ACTIVE");
        await LocateAsync();
        await StepAsync(uid => PyKmipStep.Revoke(uid), "DEACTIVATED");
        await DestroyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }
    }

    /// <summary>Create and Register, and what the keys are.</summary>
    private async Task AddAsync()
    {
        byte[] registered = RandomNumberGenerator.GetBytes(32);
        await AskAsync(
            version => [PyKmipStep.Create("created " + version, keep: "c"), PyKmipStep.Get("$c"), PyKmipStep.Register("registered " + version, registered, "r")],
            (version, answers) =>
            {
                Assert.Equal(64, answers[1].Value.Length);
                _keys[version] = [(answers[0].Uid, answers[1].Value), (answers[2].Uid, Convert.ToHexStringLower(registered))];
            });
    }

    /// <summary>A step with both keys, a kill, and both keys in their new state with their old bytes.</summary>
    private async Task StepAsync(Func<string, PyKmipStep>? step, string state)
    {
        if (step is not null)
        {
            await AskAsync(version => [.. _keys[version].Select(key => step(key.Uid))], static (_, _) => { });
        }

        await RestartAsync();
        await AskAsync(
            version => [.. _keys[version].Select(key => PyKmipStep.StateOf(key.Uid)), .. _keys[version].Select(key => PyKmipStep.Get(key.Uid))],
            (version, answers) =>
            {
                Assert.All(answers[..2], answer => Assert.Equal(state, answer.State));
                Assert.All(answers[..2], answer => Assert.Equal(["State"], answer.List("attributes")));
                Assert.Equal(_keys[version].Select(key => key.Value), answers[2..].Select(answer => answer.Value));
            });
    }

    /// <summary>Locate, by name and by state, before and after a kill.</summary>
    private async Task LocateAsync()
    {
        for (int time = 0; time < 2; time++)
        {
            await AskAsync(
                version => [PyKmipStep.Locate("created " + version), PyKmipStep.Locate("registered " + version, "ACTIVE"), PyKmipStep.Locate(state: "PRE_ACTIVE")],
                (version, answers) =>
                {
                    Assert.Equal([_keys[version][0].Uid], answers[0].List("uids"));
                    Assert.Equal([_keys[version][1].Uid], answers[1].List("uids"));
                    Assert.Empty(answers[2].List("uids"));
                });
            await RestartAsync();
        }
    }

    /// <summary>Destroy, and after a kill the state is known, the bytes are not, and no file has them any more.</summary>
    private async Task DestroyAsync()
    {
        await AskAsync(version => [.. _keys[version].Select(key => PyKmipStep.Destroy(key.Uid))], static (_, _) => { });
        await RestartAsync();
        await AskAsync(
            version => [.. _keys[version].Select(key => PyKmipStep.StateOf(key.Uid)), .. _keys[version].Select(key => PyKmipStep.Get(key.Uid))],
            (version, answers) =>
            {
                Assert.All(answers[..2], answer => Assert.Equal("DESTROYED", answer.State));
                Assert.All(answers[2..], answer => Failures.AssertFailed(answer, version, "ITEM_NOT_FOUND"));
            },
            successes: 2);
        foreach (string uid in _keys.Values.SelectMany(keys => keys.Select(key => key.Uid)))
        {
            string[] files = Directory.GetFiles(Path.Combine(snapshot.DatabasePath, "cloudProviderCredentials"), uid + ".*");
            Assert.DoesNotContain("encryptedKey", await File.ReadAllTextAsync(Assert.Single(files)), StringComparison.OrdinalIgnoreCase);
        }
    }

    private async Task AskAsync(Func<string, PyKmipStep[]> steps, Action<string, PyKmipAnswer[]> check, int successes = int.MaxValue)
    {
        PyKmipConversation[] conversations = await PyKmipClient.RunAsync(
            _proxy!.Endpoint, [.. PyKmipClient.Versions1.Select(version => new PyKmipSession(version, steps(version)))]);
        Assert.All(conversations, conversation =>
        {
            Assert.All(conversation.Answers.Take(successes), answer => Assert.True(answer.Ok, answer.ToString()));
            check(conversation.Version, conversation.Answers);
        });
    }

    /// <summary>Kills the proxy and starts it again; mongod's PEM files must stay good.</summary>
    private async Task RestartAsync()
    {
        if (_proxy is not null)
        {
            await _proxy.KillAsync();
            await _proxy.DisposeAsync();
        }

        _proxy = await ProxyProcess.ServeAsync(snapshot.DatabasePath, ["--allowNewKeys", .. provider], environment);
        (byte[] Authority, byte[] Client) pem =
            (await File.ReadAllBytesAsync(_proxy.Endpoint.Ca), await File.ReadAllBytesAsync(_proxy.Endpoint.Pem));
        _pem ??= pem;
        Assert.Equal(_pem.Value.Authority, pem.Authority);
        Assert.Equal(_pem.Value.Client, pem.Client);
    }
}
