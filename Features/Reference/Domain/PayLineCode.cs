using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Reference.Domain;

/// <summary>A line of the monthly pay file by its code: what it is called, what it means in plain words, and which element of pay it is.</summary>
public sealed class PayLineCode : IVersioned
{
    public const int CodeLength = 10;

    public int Id { get; init; }

    /// <summary>As the pay file writes it.</summary>
    public required string Code { get; init; }

    /// <summary>Paid to the employee; false for what is kept.</summary>
    public required bool IsCredit { get; init; }

    /// <summary>The element of pay it is: BasicPay, Pension…; null for one that the program computes nowhere.</summary>
    public string? Element { get; init; }

    public required string NameAr { get; set; }

    public required string NameFr { get; set; }

    /// <summary>What the line means, for who reads it on the payslip.</summary>
    public required string NoteAr { get; set; }

    public required string NoteFr { get; set; }

    /// <summary>sure, likely, to confirm, with the text behind it.</summary>
    public required string Confidence { get; set; }

    public int Version { get; set; }
}

public sealed class PayLineCodeConfiguration : IEntityTypeConfiguration<PayLineCode>
{
    public void Configure(EntityTypeBuilder<PayLineCode> builder)
    {
        builder.Property(c => c.Code).IsCode(PayLineCode.CodeLength);
        builder.Property(c => c.Element).IsCode(40);
        builder.HasIndex(c => c.Code).IsUnique();
    }
}
