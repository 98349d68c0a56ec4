using Kmip.ProxyHost.Certificates;
using Kmip.ProxyHost.Tests.Support;

namespace Kmip.ProxyHost.Tests.Certificates;

/// <summary>Every call that writes made to fail in turn, or to be the last before a crash.</summary>
public sealed class IdentityFaultTests : IDisposable
{
    private const int InputOutputError = 5;
    private const int NoSpaceLeft = 28;
    private static readonly string[] Names = ["kmipCA.pem", "kmipClient.pem", "kmipIdentity.sealed"];
    private readonly IdentityBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData(InputOutputError, "Input/output error")]
    [InlineData(NoSpaceLeft, "No space left on device")]
    [Trait("Abuse", "A95")]
    [Trait("Abuse", "A101")]
    public void One_failing_call_leaves_the_old_files_or_the_new_ones_whole(int errno, string reason)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The reasons are those of Unix.");
        using (ProxyIdentity first = _bed.Prepare())
        {
            Assert.False(first.IsKept);
        }

        Dictionary<string, byte[]> old = _bed.Contents();
        List<string> failed = [];
        for (int n = 1; ; n++)
        {
            _bed.Restore(old);
            FaultyFileSystem faulty = new(_bed.Files, n, errno, forEver: false);
            if (Attempt(faulty) is not ProxyException error)
            {
                Assert.Null(faulty.Failed);
                break;
            }

            failed.Add(faulty.Failed!);
            Assert.Equal(ExitCode.File, error.ExitCode);
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
            if (faulty.Failed == "sync directory")
            {
                AssertKeptByTheNextStart();
            }
            else
            {
                Assert.Equal(old, _bed.Contents());
                AssertKeptByTheNextStart();
            }
        }

        Assert.Equal(
            ["create", "write", "sync", "create", "write", "sync", "create", "write", "sync", "rename", "rename", "rename", "sync directory"], failed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Abuse", "A95")]
    [Trait("Abuse", "A101")]
    [Trait("Abuse", "A103")]
    public void After_a_crash_at_any_call_the_next_start_has_a_whole_pair(bool overAnEarlierRun)
    {
        if (overAnEarlierRun)
        {
            using ProxyIdentity first = _bed.Prepare();
            Assert.False(first.IsKept);
        }

        Dictionary<string, byte[]> old = _bed.Contents();
        int crashes = 0;
        for (int n = 1; ; n++)
        {
            _bed.Restore(old);

            // Whatever is done after the call fails too, the cleaning up as well: what lies on the disk is what a crash leaves.
            FaultyFileSystem crashing = new(_bed.Files, n, InputOutputError, forEver: true);
            if (Attempt(crashing) is null)
            {
                break;
            }

            crashes++;
            if (n % 2 == 0)
            {
                // The repair crashes as well.
                Attempt(new FaultyFileSystem(_bed.Files, n, InputOutputError, forEver: true));
            }

            using ProxyIdentity next = _bed.Prepare();
            Assert.True(_bed.IsMatchingPair());
            Assert.Equal(Names, _bed.Snapshot().Keys);
            AssertKeptByTheNextStart();
        }

        Assert.Equal(13, crashes);
    }

    [Fact]
    [Trait("Abuse", "A95")]
    public void A_first_start_that_fails_leaves_nothing()
    {
        for (int n = 1; n <= 12; n++)
        {
            Assert.NotNull(Attempt(new FaultyFileSystem(_bed.Files, n, NoSpaceLeft, forEver: false)));
            Assert.Empty(_bed.Snapshot());
        }
    }

    [Fact]
    public void What_cannot_be_put_back_is_said()
    {
        using (ProxyIdentity first = _bed.Prepare())
        {
            Assert.False(first.IsKept);
        }

        ProxyException? error = Attempt(new FaultyFileSystem(_bed.Files, failAt: 11, InputOutputError, forEver: true));

        Assert.Contains("do not fit each other", error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Removing_tries_every_file_and_tells_the_first_fault()
    {
        FaultyFileSystem faulty = new(_bed.Files, failAt: 14, InputOutputError, forEver: false);
        using ProxyIdentity identity = _bed.Prepare(faulty);

        ProxyException error = Assert.Throws<ProxyException>(identity.RemoveFiles);

        Assert.Equal("delete", faulty.Failed);
        Assert.Contains(_bed.ClientPath, error.Message, StringComparison.Ordinal);
        Assert.Equal(["kmipClient.pem"], _bed.Snapshot().Keys);
    }

    private ProxyException? Attempt(FaultyFileSystem files)
    {
        try
        {
            _bed.Prepare(files, forceNew: true).Dispose();
            return null;
        }
        catch (ProxyException e)
        {
            return e;
        }
    }

    private void AssertKeptByTheNextStart()
    {
        using ProxyIdentity next = _bed.Prepare();
        Assert.True(next.IsKept);
        Assert.True(_bed.IsMatchingPair());
        Assert.Equal(Names, _bed.Snapshot().Keys);
    }
}
