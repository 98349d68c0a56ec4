using System.Globalization;
using System.Xml.Linq;
using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Operations.Oasis;

/// <summary>
/// Sends the requests of a case and compares the answers (Profiles 1.3 section 4.1): the structure and every value must be equal, except those
/// that may vary; attributes beyond those shown, and their order, are free.
/// </summary>
internal sealed class OasisRun(DispatcherFixture server)
{
    // Optional in a response, or values of the server's own.
    private static readonly HashSet<KmipTag> MayBeMissing =
        [KmipTag.ServerCorrelationValue, KmipTag.ResultMessage, KmipTag.TemplateAttribute, KmipTag.AttributeIndex, KmipTag.LocatedItems, KmipTag.LeaseTime];

    private static readonly HashSet<KmipTag> MayVary = [KmipTag.TimeStamp, KmipTag.ServerCorrelationValue, KmipTag.ResultMessage, KmipTag.LocatedItems];

    private readonly Dictionary<string, string> _bound = [];
    private readonly HashSet<string> _made = [];
    private bool _ours;

    /// <summary>The exchanges compared.</summary>
    public int Exchanges { get; private set; }

    public async Task PlayAsync(string file)
    {
        XElement[] messages = [.. XDocument.Load(file).Root!.Elements()];
        for (int i = 0; i + 1 < messages.Length; i += 2)
        {
            // Interop only marks where a case begins and ends.
            if (messages[i].Descendants("InteropFunction").Any())
            {
                continue;
            }

            using var writer = new TtlvWriter();
            OasisNode.Of(messages[i]).Write(writer, Bind);
            List<OasisNode> answer = OasisNode.Of(await server.SendBytes(writer.WrittenSpan.ToArray()));
            Compare(OasisNode.Of(messages[i + 1]), Assert.Single(answer));
            Exchanges++;
        }
    }

    private string Bind(string variable)
    {
        if (_bound.TryGetValue(variable, out string? value))
        {
            return value;
        }

        if (variable.StartsWith("$NOW", StringComparison.Ordinal))
        {
            int offset = variable.Length == 4 ? 0 : int.Parse(variable.AsSpan(4), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            return server.Clock.GetUtcNow().AddSeconds(offset).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        }

        return _bound[variable] = variable.StartsWith("$UNIQUE_IDENTIFIER_RANDOM", StringComparison.Ordinal)
            ? Guid.NewGuid().ToString("D")
            : throw new InvalidOperationException($"{variable} has no value yet.");
    }

    private void Compare(OasisNode expected, OasisNode actual)
    {
        Assert.True(expected.Tag == actual.Tag && expected.Type == actual.Type, $"expected {expected}, got {actual}");
        if (expected.Type is not TtlvType.Structure)
        {
            CompareValue(expected, actual);
            return;
        }

        if (expected.Tag is KmipTag.RandomNumberGenerator || Named(expected) is "Random Number Generator")
        {
            // Each server has its own.
            return;
        }

        NoteMade(expected, actual);
        bool attributes = expected.Tag is KmipTag.Attributes || expected[KmipTag.Attribute] is not null || expected[KmipTag.AttributeName] is not null
            || expected[KmipTag.AttributeReference] is not null;
        var left = actual.Children.ToList();
        foreach (OasisNode child in expected.Children)
        {
            int place = left.FindIndex(other => other.Tag == child.Tag && (!attributes || IsSame(child, other)));
            if (place < 0)
            {
                Assert.True(IsOptional(child), $"missing {child} in {actual}");
                continue;
            }

            Compare(child, left[place]);
            left.RemoveAt(place);
            Assert.True(attributes || left.Take(place).All(IsOptional), $"{child} is not in its place in {actual}");
        }

        Assert.True(attributes || left.All(IsOptional), $"not expected: {string.Join(' ', left)} in {actual}");
    }

    private static bool IsOptional(OasisNode node) => MayBeMissing.Contains(node.Tag) || Named(node) is "Lease Time"
        || (node.Tag is KmipTag.AttributeName && node.Value is "Lease Time")
        || (node.Tag is KmipTag.AttributeReference && node.Value == ((uint)KmipTag.LeaseTime).ToString(CultureInfo.InvariantCulture));

    // Attributes come in any order: by name, and those of many values by value too.
    private static bool IsSame(OasisNode expected, OasisNode actual) => expected.Type is not TtlvType.Structure
        ? expected.IsVariable || expected.Type is TtlvType.DateTime || expected.Value == actual.Value || expected.Tag is not (KmipTag.AttributeName or KmipTag.AttributeReference)
        : Named(expected) == Named(actual) && (Named(expected) is not "Name" || expected[KmipTag.AttributeValue]!.ToString() == actual[KmipTag.AttributeValue]!.ToString());

    private static string? Named(OasisNode node) => node.Tag is KmipTag.Attribute or KmipTag.AttributeReference ? node[KmipTag.AttributeName]?.Value : null;

    // What the server makes by its random number generator is not what the case shows.
    private void NoteMade(OasisNode expected, OasisNode actual)
    {
        if (expected.Tag is KmipTag.BatchItem && actual[KmipTag.ResponsePayload]?[KmipTag.UniqueIdentifier] is { } id)
        {
            if (actual[KmipTag.Operation]?.Value == ((uint)Operation.Create).ToString(CultureInfo.InvariantCulture))
            {
                _made.Add(id.Value);
            }

            _ours = _made.Contains(id.Value);
        }
    }

    private void CompareValue(OasisNode expected, OasisNode actual)
    {
        if (MayVary.Contains(expected.Tag) || expected.Type is TtlvType.DateTime || (_ours && expected.Tag is (KmipTag.KeyMaterial or KmipTag.DigestValue)))
        {
            return;
        }

        if (expected.IsVariable && _bound.TryAdd(expected.Value, actual.Value))
        {
            return;
        }

        string value = expected.IsVariable ? _bound[expected.Value] : expected.Value;
        Assert.True(value == actual.Value, $"expected {KmipTags.GetName(expected.Tag)} {value}, got {actual.Value}");
    }
}
