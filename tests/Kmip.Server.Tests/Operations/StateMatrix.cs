using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Operations;

/// <summary>
/// Every operation in each of the six states (KMIP 1.4 sections 3.22, 11.12, 11.20 to 11.22; KMIP 2.1 sections 4.57, 6.1.1, 6.1.15, 6.1.19 and
/// 6.1.44), in old and new versions.
/// </summary>
public sealed class StateMatrix : IDisposable
{
    private const string Ok = "ok";

    /// <summary>Refused: Wrong Key Lifecycle State, in 1.x Permission Denied.</summary>
    private const string Wrong = "wrong";

    /// <summary>Refused: Object Destroyed, in 1.x Permission Denied.</summary>
    private const string Again = "again";

    /// <summary>Refused: Object Destroyed, in 1.x Item Not Found.</summary>
    private const string Gone = "gone";

    private static readonly string[] Operations = ["Activate", "Revoke", "RevokeCompromised", "Destroy", "Get", "GetAttributes", "GetAttributeList", "Locate"];

    private static readonly Dictionary<State, string[]> Table = new()
    {
        [State.PreActive] = ["Active", Wrong, "Compromised", "Destroyed", Ok, Ok, Ok, Ok],
        [State.Active] = [Wrong, "Deactivated", "Compromised", Wrong, Ok, Ok, Ok, Ok],
        [State.Deactivated] = [Wrong, Wrong, "Compromised", "Destroyed", Ok, Ok, Ok, Ok],
        [State.Compromised] = [Wrong, Wrong, Wrong, "DestroyedCompromised", Ok, Ok, Ok, Ok],
        [State.Destroyed] = [Wrong, Wrong, "DestroyedCompromised", Again, Gone, Ok, Ok, "none"],
        [State.DestroyedCompromised] = [Wrong, Wrong, Wrong, Again, Gone, Ok, Ok, "none"],
    };

    private readonly DispatcherFixture _server = new();

    public static TheoryData<State, string, int, int> Cases()
    {
        var data = new TheoryData<State, string, int, int>();
        foreach (KmipVersion version in new[] { KmipVersion.V1_0, KmipVersion.V1_2, KmipVersion.V1_4, KmipVersion.V2_0, KmipVersion.V2_1 })
        {
            foreach (State state in Table.Keys)
            {
                Array.ForEach(Operations, operation => data.Add(state, operation, version.Major, version.Minor));
            }
        }

        return data;
    }

    public void Dispose() => _server.Dispose();

    [Theory]
    [Trait("Abuse", "A66")]
    [MemberData(nameof(Cases))]
    public async Task An_operation_does_what_the_state_allows(State state, string operation, int major, int minor)
    {
        var version = new KmipVersion(major, minor);
        string id = await _server.CreateAsync();

        // The first Get alone changes the object: it is not fresh any more.
        await _server.KeyAsync(id);
        await _server.MoveAsync(id, state);
        Assert.Equal(state, await _server.StateAsync(id));
        byte[] before = Encode(await _server.AttributesAsync(id));
        string expected = Table[state][Array.IndexOf(Operations, operation)];
        _server.Clock.Advance(TimeSpan.FromSeconds(10));

        ResponseBatchItem item = Assert.Single((await _server.Send(Request(operation, id, version))).BatchItems);

        (ResultReason Modern, ResultReason Legacy)? refusal = expected switch
        {
            Wrong => (ResultReason.WrongKeyLifecycleState, ResultReason.PermissionDenied),
            Again => (ResultReason.ObjectDestroyed, ResultReason.PermissionDenied),
            Gone => (ResultReason.ObjectDestroyed, ResultReason.ItemNotFound),
            _ => null,
        };
        Assert.Equal(refusal is null ? ResultStatus.Success : ResultStatus.OperationFailed, item.ResultStatus);
        if (refusal is { } reasons)
        {
            ObjectSteps.AssertReason(item, version, reasons.Modern, reasons.Legacy);
            Assert.False(string.IsNullOrEmpty(item.ResultMessage));
        }

        if (Enum.TryParse(expected, out State moved))
        {
            Assert.Equal(moved, await _server.StateAsync(id));
            Assert.Equal(_server.Clock.GetUtcNow(), (await _server.AttributesAsync(id)).LastChangeDate);
        }
        else
        {
            Assert.Equal(before, Encode(await _server.AttributesAsync(id)));
        }

        if (item.Payload is LocateResponse located)
        {
            Assert.Equal(expected == "none" ? [] : [id], located.UniqueIdentifiers.Select(found => found.Text));
        }
    }

    private static RequestMessage Request(string operation, string id, KmipVersion version) => operation switch
    {
        "Activate" => Requests.Message(version, new ActivateRequest { UniqueIdentifier = id }),
        "Revoke" => Requests.Message(version, Requests.Revoke(id)),
        "RevokeCompromised" => Requests.Message(version, Requests.Revoke(id, RevocationReasonCode.KeyCompromise)),
        "Destroy" => Requests.Message(version, new DestroyRequest { UniqueIdentifier = id }),
        "Get" => Requests.Message(version, new GetRequest { UniqueIdentifier = id }),
        "GetAttributes" => Requests.Message(version, new GetAttributesRequest { UniqueIdentifier = id }),
        "GetAttributeList" => Requests.Message(version, new GetAttributeListRequest { UniqueIdentifier = id }),
        _ => Requests.Message(version, new LocateRequest { Attributes = new AttributeList { UniqueIdentifier = id } }),
    };

    private static byte[] Encode(AttributeList attributes)
    {
        using var writer = new TtlvWriter();
        var payload = new CreateRequest { ObjectType = ObjectType.SymmetricKey, Attributes = attributes };
        payload.Encode(writer, KmipVersion.V2_1);
        return writer.WrittenSpan.ToArray();
    }
}
