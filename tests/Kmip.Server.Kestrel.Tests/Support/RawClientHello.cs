using System.Buffers.Binary;

namespace Kmip.Server.Kestrel.Tests.Support;

/// <summary>ClientHello records by hand: the local TLS library would refuse to send the weak ones.</summary>
public static class RawClientHello
{
    /// <param name="version">The highest version offered, as on the wire: 0x0300 (SSL 3.0) to 0x0303 (TLS 1.2).</param>
    /// <param name="suites">The cipher suites offered.</param>
    public static byte[] Build(ushort version, params ushort[] suites)
    {
        List<byte> body = [(byte)(version >> 8), (byte)version, .. Enumerable.Range(0, 32).Select(value => (byte)(value * 7)), 0];
        AddUInt16(body, (ushort)(suites.Length * 2));
        foreach (ushort suite in suites)
        {
            AddUInt16(body, suite);
        }

        body.AddRange([1, 0]);
        if (version > 0x0300)
        {
            // supported_groups: P-256, x25519; ec_point_formats: uncompressed; signature_algorithms: ECDSA and RSA with SHA-256, RSA-PSS.
            byte[] extensions =
            [
                0x00, 0x0A, 0x00, 0x06, 0x00, 0x04, 0x00, 0x17, 0x00, 0x1D,
                0x00, 0x0B, 0x00, 0x02, 0x01, 0x00,
                0x00, 0x0D, 0x00, 0x0A, 0x00, 0x08, 0x04, 0x03, 0x04, 0x01, 0x08, 0x04, 0x02, 0x03,
            ];
            AddUInt16(body, (ushort)extensions.Length);
            body.AddRange(extensions);
        }

        byte[] record = [0x16, 0x03, (byte)(version == 0x0300 ? 0 : 1), 0, 0, 0x01, 0, 0, 0, .. body];
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(3), (ushort)(body.Count + 4));
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(7), (ushort)body.Count);
        return record;
    }

    private static void AddUInt16(List<byte> to, ushort value) => to.AddRange([(byte)(value >> 8), (byte)value]);
}
