using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterDatabase()
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Absences",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    ClassId = table.Column<int>(type: "int", nullable: false),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    Periods = table.Column<int>(type: "int", nullable: false),
                    IsJustified = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Absences", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Accounts",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    Login = table.Column<string>(type: "varchar(80)", maxLength: 80, nullable: false, collation: "utf8mb4_bin"),
                    NameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    NameLatin = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    PasswordHash = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true, collation: "utf8mb4_bin"),
                    TotpSecret = table.Column<string>(type: "varchar(400)", maxLength: 400, nullable: true, collation: "utf8mb4_bin"),
                    TotpLastStep = table.Column<long>(type: "bigint", nullable: false),
                    Language = table.Column<string>(type: "varchar(5)", maxLength: 5, nullable: true, collation: "utf8mb4_bin"),
                    Phone = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: true, collation: "utf8mb4_bin"),
                    Email = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    PupilId = table.Column<long>(type: "bigint", nullable: true),
                    GuardianId = table.Column<long>(type: "bigint", nullable: true),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    ClosedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Accounts", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "AuditChains",
                columns: table => new
                {
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    Sequence = table.Column<long>(type: "bigint", nullable: false),
                    Hash = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditChains", x => x.PlaceId);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "AuditEntries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    Sequence = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    AccountId = table.Column<long>(type: "bigint", nullable: true),
                    HatId = table.Column<long>(type: "bigint", nullable: true),
                    Role = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    Action = table.Column<string>(type: "varchar(100)", maxLength: 100, nullable: false, collation: "utf8mb4_bin"),
                    Reference = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: false, collation: "utf8mb4_bin"),
                    Changes = table.Column<string>(type: "longtext", nullable: false),
                    PreviousHash = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    Hash = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditEntries", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "CalendarEntries",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    Code = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin"),
                    StartsOn = table.Column<DateOnly>(type: "date", nullable: false),
                    EndsOn = table.Column<DateOnly>(type: "date", nullable: false),
                    NameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    NameFr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    Kind = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Confidence = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CalendarEntries", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "CareerSteps",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    StartsOn = table.Column<DateOnly>(type: "date", nullable: false),
                    GradeCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Echelle = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    Echelon = table.Column<int>(type: "int", nullable: false),
                    Index = table.Column<int>(type: "int", nullable: false),
                    PositionCode = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    LeftoverDays = table.Column<int>(type: "int", nullable: false),
                    LearntAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    DecisionId = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CareerSteps", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "CellRemarks",
                columns: table => new
                {
                    AssessmentId = table.Column<int>(type: "int", nullable: false),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    Text = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CellRemarks", x => new { x.AssessmentId, x.PupilId });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "CertificateBatches",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    ClassId = table.Column<int>(type: "int", nullable: false),
                    Purpose = table.Column<int>(type: "int", nullable: false),
                    AskedByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    AskedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CertificateBatches", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "CertificateBatchItems",
                columns: table => new
                {
                    BatchId = table.Column<long>(type: "bigint", nullable: false),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    RequestId = table.Column<long>(type: "bigint", nullable: true),
                    Refused = table.Column<string>(type: "varchar(80)", maxLength: 80, nullable: true, collation: "utf8mb4_bin")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CertificateBatchItems", x => new { x.BatchId, x.PupilId });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "CertificateRequests",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    Purpose = table.Column<int>(type: "int", nullable: false),
                    AskedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    AskedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    AskedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    LiveKey = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin"),
                    State = table.Column<int>(type: "int", nullable: false),
                    Problems = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: false, collation: "utf8mb4_bin"),
                    DocumentId = table.Column<long>(type: "bigint", nullable: true),
                    Paper = table.Column<string>(type: "varchar(4000)", maxLength: 4000, nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CertificateRequests", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Classes",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PublicId = table.Column<Guid>(type: "char(36)", nullable: false),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    LevelCode = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    StreamCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Name = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Classes", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "DecisionBatches",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    Kind = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: false, collation: "utf8mb4_bin"),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    AsOf = table.Column<DateOnly>(type: "date", nullable: false),
                    LineCount = table.Column<int>(type: "int", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    CreatedByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DecisionBatches", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "DecisionProcedures",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    Kind = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: false, collation: "utf8mb4_bin"),
                    Edition = table.Column<int>(type: "int", nullable: false),
                    StartsOn = table.Column<DateOnly>(type: "date", nullable: false),
                    NameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    NameFr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    TemplateKey = table.Column<string>(type: "varchar(80)", maxLength: 80, nullable: false, collation: "utf8mb4_bin"),
                    RegisterKind = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    Confidence = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DecisionProcedures", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "DocumentRegisters",
                columns: table => new
                {
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    Kind = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    Year = table.Column<int>(type: "int", nullable: false),
                    Last = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DocumentRegisters", x => new { x.PlaceId, x.Kind, x.Year });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "EchelonSteps",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    Echelle = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    Echelon = table.Column<int>(type: "int", nullable: false),
                    Index = table.Column<int>(type: "int", nullable: false),
                    FastMonths = table.Column<int>(type: "int", nullable: true),
                    MediumMonths = table.Column<int>(type: "int", nullable: true),
                    SlowMonths = table.Column<int>(type: "int", nullable: true),
                    Confidence = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EchelonSteps", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "EmployeeChildren",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    FirstNameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    BirthDate = table.Column<DateOnly>(type: "date", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EmployeeChildren", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Employees",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    Ppr = table.Column<string>(type: "varchar(8)", maxLength: 8, nullable: false, collation: "utf8mb4_bin"),
                    Cin = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    FirstNameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    LastNameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    FirstNameLatin = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    LastNameLatin = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    SearchKey = table.Column<string>(type: "varchar(250)", maxLength: 250, nullable: false, collation: "utf8mb4_bin"),
                    Sex = table.Column<int>(type: "int", nullable: false),
                    BirthDate = table.Column<DateOnly>(type: "date", nullable: false),
                    RecruitedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    MaritalStatus = table.Column<int>(type: "int", nullable: false),
                    SpouseCommuneId = table.Column<int>(type: "int", nullable: true),
                    SpouseNameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    DisciplineCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: true, collation: "utf8mb4_bin"),
                    PensionNumber = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: true, collation: "utf8mb4_bin"),
                    Phone = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    Email = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    GradeCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Employees", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Enrollments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    LevelCode = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    StreamCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    ClassId = table.Column<int>(type: "int", nullable: true),
                    OrderInClass = table.Column<int>(type: "int", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    EnteredOn = table.Column<DateOnly>(type: "date", nullable: false),
                    LeftOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Enrollments", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Guardians",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    FirstNameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    LastNameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    FirstNameLatin = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    LastNameLatin = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    Cin = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: true, collation: "utf8mb4_bin"),
                    Profession = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    AddressAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    Phone = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: true, collation: "utf8mb4_bin"),
                    Email = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    Language = table.Column<string>(type: "varchar(5)", maxLength: 5, nullable: false, collation: "utf8mb4_bin"),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Guardians", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Guardianships",
                columns: table => new
                {
                    GuardianId = table.Column<long>(type: "bigint", nullable: false),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    Quality = table.Column<int>(type: "int", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    HasCustody = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    StartsOn = table.Column<DateOnly>(type: "date", nullable: false),
                    EndsOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Guardianships", x => new { x.GuardianId, x.PupilId });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "IdempotentCalls",
                columns: table => new
                {
                    Sender = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    Key = table.Column<string>(type: "varchar(80)", maxLength: 80, nullable: false, collation: "utf8mb4_bin"),
                    ContentHash = table.Column<string>(type: "varchar(44)", maxLength: 44, nullable: false, collation: "utf8mb4_bin"),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    Answer = table.Column<string>(type: "longtext", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IdempotentCalls", x => new { x.Sender, x.Key });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "IssuedDocuments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    Kind = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    Year = table.Column<int>(type: "int", nullable: false),
                    Number = table.Column<int>(type: "int", nullable: false),
                    Code = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    PupilId = table.Column<long>(type: "bigint", nullable: true),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: true),
                    IssuedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    Facts = table.Column<string>(type: "varchar(4000)", maxLength: 4000, nullable: false),
                    Sha256 = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    Size = table.Column<int>(type: "int", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    RevokedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    RevokedReason = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    SupersededById = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IssuedDocuments", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "KnownDevices",
                columns: table => new
                {
                    TokenHash = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    LastUsedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_KnownDevices", x => new { x.TokenHash, x.AccountId });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Levels",
                columns: table => new
                {
                    Code = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    CycleCode = table.Column<string>(type: "varchar(5)", maxLength: 5, nullable: false, collation: "utf8mb4_bin"),
                    Order = table.Column<int>(type: "int", nullable: false),
                    NameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    NameFr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    NormalAge = table.Column<int>(type: "int", nullable: true),
                    MarkScale = table.Column<int>(type: "int", nullable: true),
                    NefstatCode = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: true, collation: "utf8mb4_bin"),
                    ClassPrefixes = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    CertifyingExam = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    Confidence = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Levels", x => x.Code);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "MarkCorrections",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    AssessmentId = table.Column<int>(type: "int", nullable: false),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    OldState = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    OldPoints = table.Column<decimal>(type: "decimal(4,2)", precision: 4, scale: 2, nullable: true),
                    NewState = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    NewPoints = table.Column<decimal>(type: "decimal(4,2)", precision: 4, scale: 2, nullable: true),
                    Reason = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: false),
                    State = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    AskedByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    AskedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    DecidedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    DecidedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Answer = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MarkCorrections", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "MarkUploads",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "char(36)", nullable: false),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    ClassId = table.Column<int>(type: "int", nullable: false),
                    SubjectCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Semester = table.Column<int>(type: "int", nullable: false),
                    FileName = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: false),
                    Content = table.Column<byte[]>(type: "longblob", nullable: false),
                    Columns = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true, collation: "utf8mb4_bin"),
                    ExpiresAt = table.Column<DateTime>(type: "datetime(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MarkUploads", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "MassarCodeSequences",
                columns: table => new
                {
                    Letter = table.Column<string>(type: "varchar(1)", maxLength: 1, nullable: false, collation: "utf8mb4_bin"),
                    Next = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MassarCodeSequences", x => x.Letter);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "MobilityCampaigns",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    CategoryCode = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    NameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    NameFr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    Scope = table.Column<int>(type: "int", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    Grades = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: false, collation: "utf8mb4_bin"),
                    OpensOn = table.Column<DateOnly>(type: "date", nullable: false),
                    ClosesOn = table.Column<DateOnly>(type: "date", nullable: false),
                    ContestsUntil = table.Column<DateOnly>(type: "date", nullable: false),
                    DirectorateFrom = table.Column<DateOnly>(type: "date", nullable: false),
                    DirectorateUntil = table.Column<DateOnly>(type: "date", nullable: false),
                    AcademyFrom = table.Column<DateOnly>(type: "date", nullable: false),
                    AcademyUntil = table.Column<DateOnly>(type: "date", nullable: false),
                    CountedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    MaxWishes = table.Column<int>(type: "int", nullable: false),
                    WishKind = table.Column<int>(type: "int", nullable: false),
                    MinimumYears = table.Column<int>(type: "int", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    Confidence = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MobilityCampaigns", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Nomenclatures",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    List = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    Code = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    Order = table.Column<int>(type: "int", nullable: false),
                    NameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    NameFr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    Details = table.Column<string>(type: "varchar(2000)", maxLength: 2000, nullable: false),
                    Confidence = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Nomenclatures", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Notices",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    Key = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: false, collation: "utf8mb4_bin"),
                    AccountId = table.Column<long>(type: "bigint", nullable: true),
                    RecipientName = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    Language = table.Column<string>(type: "varchar(5)", maxLength: 5, nullable: false, collation: "utf8mb4_bin"),
                    Template = table.Column<string>(type: "varchar(80)", maxLength: 80, nullable: false, collation: "utf8mb4_bin"),
                    Args = table.Column<string>(type: "varchar(2000)", maxLength: 2000, nullable: false),
                    Address = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    OpenedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Notices", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "PayMonths",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    Month = table.Column<DateOnly>(type: "date", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    StateSince = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    ReasonCode = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin"),
                    Echelle = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    Echelon = table.Column<int>(type: "int", nullable: false),
                    Index = table.Column<int>(type: "int", nullable: false),
                    Zone = table.Column<string>(type: "varchar(1)", maxLength: 1, nullable: false, collation: "utf8mb4_bin"),
                    Gross = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: false),
                    Deductions = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: false),
                    Net = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PayMonths", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Places",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    Code = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    NameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    NameFr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    ParentId = table.Column<int>(type: "int", nullable: true),
                    Path = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Places", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Postings",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    StartsOn = table.Column<DateOnly>(type: "date", nullable: false),
                    EndsOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Postings", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "PublishedResults",
                columns: table => new
                {
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    Semester = table.Column<int>(type: "int", nullable: false),
                    SubjectCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    PublishAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    ClassId = table.Column<int>(type: "int", nullable: false),
                    SubjectAr = table.Column<string>(type: "varchar(80)", maxLength: 80, nullable: false),
                    SubjectFr = table.Column<string>(type: "varchar(80)", maxLength: 80, nullable: false),
                    Tests = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false, collation: "utf8mb4_bin"),
                    Average = table.Column<decimal>(type: "decimal(4,2)", precision: 4, scale: 2, nullable: true),
                    Coefficient = table.Column<decimal>(type: "decimal(4,2)", precision: 4, scale: 2, nullable: false),
                    Share = table.Column<decimal>(type: "decimal(6,4)", precision: 6, scale: 4, nullable: false),
                    Scale = table.Column<int>(type: "int", nullable: false),
                    IsComplete = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    FormulaVersion = table.Column<int>(type: "int", nullable: false),
                    Corrections = table.Column<int>(type: "int", nullable: false),
                    Remark = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PublishedResults", x => new { x.PupilId, x.SchoolYearId, x.Semester, x.SubjectCode, x.PublishAt });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Pupils",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    MassarCode = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    FirstNameAr = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: false),
                    LastNameAr = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: false),
                    FirstNameLatin = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: false),
                    LastNameLatin = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: false),
                    SearchKey = table.Column<string>(type: "varchar(250)", maxLength: 250, nullable: false, collation: "utf8mb4_bin"),
                    Sex = table.Column<int>(type: "int", nullable: false),
                    BirthDate = table.Column<DateOnly>(type: "date", nullable: false),
                    BirthDateHijri = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true),
                    BirthPlaceAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    BirthPlaceLatin = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    BirthActNumber = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: true, collation: "utf8mb4_bin"),
                    BirthActDate = table.Column<DateOnly>(type: "date", nullable: true),
                    FatherAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    MotherAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    PhotoId = table.Column<long>(type: "bigint", nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Pupils", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "RegistrationAccesses",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PublicId = table.Column<Guid>(type: "char(36)", nullable: false),
                    Phone = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    NetworkKey = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    CodeHash = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    AskedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    Tries = table.Column<int>(type: "int", nullable: false),
                    TokenHash = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: true, collation: "utf8mb4_bin"),
                    VisitUntil = table.Column<DateTime>(type: "datetime(6)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RegistrationAccesses", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Registrations",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    Phone = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Language = table.Column<string>(type: "varchar(5)", maxLength: 5, nullable: false, collation: "utf8mb4_bin"),
                    State = table.Column<int>(type: "int", nullable: false),
                    StateSince = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    SubmittedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Answers = table.Column<string>(type: "longtext", nullable: false),
                    PhotoId = table.Column<long>(type: "bigint", nullable: true),
                    ProofId = table.Column<long>(type: "bigint", nullable: true),
                    ChildAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    ChildLatin = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    SearchKey = table.Column<string>(type: "varchar(250)", maxLength: 250, nullable: false, collation: "utf8mb4_bin"),
                    BirthDate = table.Column<DateOnly>(type: "date", nullable: true),
                    BirthActNumber = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: true, collation: "utf8mb4_bin"),
                    SchoolId = table.Column<int>(type: "int", nullable: true),
                    ZoneSchoolId = table.Column<int>(type: "int", nullable: true),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    LiveKey = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: true, collation: "utf8mb4_bin"),
                    NameKey = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false, collation: "utf8mb4_bin"),
                    Reopened = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true, collation: "utf8mb4_bin"),
                    Correction = table.Column<string>(type: "longtext", nullable: true),
                    Remark = table.Column<string>(type: "varchar(1000)", maxLength: 1000, nullable: true),
                    RefusedFor = table.Column<int>(type: "int", nullable: true),
                    Exception = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true),
                    Round = table.Column<int>(type: "int", nullable: false),
                    IsAppeal = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    MergedIntoId = table.Column<long>(type: "bigint", nullable: true),
                    PupilId = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Registrations", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "SchoolYears",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false),
                    StartsOn = table.Column<DateOnly>(type: "date", nullable: false),
                    EndsOn = table.Column<DateOnly>(type: "date", nullable: false),
                    IsCurrent = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    MassarId = table.Column<int>(type: "int", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SchoolYears", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "SchoolZones",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    CommuneId = table.Column<int>(type: "int", nullable: false),
                    NameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    NameFr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SchoolZones", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Sessions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    TokenHash = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    HatId = table.Column<long>(type: "bigint", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    LastSeenAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    ExpiresAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    EndedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    SecondFactorDone = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    SteppedUpAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Device = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Sessions", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Settings",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    Code = table.Column<string>(type: "varchar(80)", maxLength: 80, nullable: false, collation: "utf8mb4_bin"),
                    Value = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    NoteAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    NoteFr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    Confidence = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Settings", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "SignInTries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    TargetKey = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    GuesserKey = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    NetworkKey = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    FromKnownDevice = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SignInTries", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "StaffGrades",
                columns: table => new
                {
                    Code = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    BodyAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    BodyFr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    CadreAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    CadreFr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    GradeAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    GradeFr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    Echelle = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    NextGrade = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: true, collation: "utf8mb4_bin"),
                    WeeklyServiceHours = table.Column<int>(type: "int", nullable: true),
                    Confidence = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StaffGrades", x => x.Code);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "StaffRatings",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    Year = table.Column<int>(type: "int", nullable: false),
                    Points = table.Column<decimal>(type: "decimal(4,2)", precision: 4, scale: 2, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StaffRatings", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "StoredFiles",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PublicId = table.Column<Guid>(type: "char(36)", nullable: false),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    ContentType = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    Length = table.Column<int>(type: "int", nullable: false),
                    Hash = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    UploadedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StoredFiles", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "StudyStreams",
                columns: table => new
                {
                    Code = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    LevelCode = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    BranchAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    NameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    NameFr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    Kind = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    NextStreams = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    Confidence = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StudyStreams", x => x.Code);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "SubjectPlans",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    LevelCode = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    StreamCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    SubjectCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    NameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    NameFr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    MassarCode = table.Column<string>(type: "varchar(4)", maxLength: 4, nullable: true, collation: "utf8mb4_bin"),
                    Coefficient = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: true),
                    WeeklyHours = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: true),
                    TestsPerSemester = table.Column<int>(type: "int", nullable: false),
                    ActivitiesShare = table.Column<decimal>(type: "decimal(6,4)", precision: 6, scale: 4, nullable: false),
                    UnifiedExam = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    UnifiedExamCoefficient = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: true),
                    Confidence = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SubjectPlans", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "TeacherRemarks",
                columns: table => new
                {
                    ClassId = table.Column<int>(type: "int", nullable: false),
                    SubjectCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Semester = table.Column<int>(type: "int", nullable: false),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    Text = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TeacherRemarks", x => new { x.ClassId, x.SubjectCode, x.Semester, x.PupilId });
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "TeachingAssignments",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    ClassId = table.Column<int>(type: "int", nullable: false),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    SubjectCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    WeeklyHours = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: false),
                    StartsOn = table.Column<DateOnly>(type: "date", nullable: false),
                    EndsOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TeachingAssignments", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "WorkItems",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    Kind = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: false, collation: "utf8mb4_bin"),
                    Key = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: false, collation: "utf8mb4_bin"),
                    Payload = table.Column<string>(type: "varchar(4000)", maxLength: 4000, nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    RunAfter = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    LeaseUntil = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Fence = table.Column<int>(type: "int", nullable: false),
                    Attempts = table.Column<int>(type: "int", nullable: false),
                    LastError = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true),
                    Total = table.Column<int>(type: "int", nullable: false),
                    DoneCount = table.Column<int>(type: "int", nullable: false),
                    FailedCount = table.Column<int>(type: "int", nullable: false),
                    Result = table.Column<string>(type: "longtext", nullable: true),
                    AccountId = table.Column<long>(type: "bigint", nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    EndedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkItems", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Hats",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    Role = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    StartsOn = table.Column<DateOnly>(type: "date", nullable: false),
                    EndsOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Hats", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Hats_Accounts_AccountId",
                        column: x => x.AccountId,
                        principalTable: "Accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "PrintedCodes",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    Hash = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    IssuedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    ExpiresAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    IssuedByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    ResetsSecondFactor = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    UsedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    VoidedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PrintedCodes", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PrintedCodes_Accounts_AccountId",
                        column: x => x.AccountId,
                        principalTable: "Accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "SecondFactorCodes",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    Hash = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    UsedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SecondFactorCodes", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SecondFactorCodes_Accounts_AccountId",
                        column: x => x.AccountId,
                        principalTable: "Accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Assessments",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    ClassId = table.Column<int>(type: "int", nullable: false),
                    SubjectCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Semester = table.Column<int>(type: "int", nullable: false),
                    Number = table.Column<int>(type: "int", nullable: false),
                    State = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    Changes = table.Column<int>(type: "int", nullable: false),
                    PublishAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    SubmittedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    SubmittedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    ValidatedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    ValidatedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    ReturnReason = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Assessments", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Assessments_Classes_ClassId",
                        column: x => x.ClassId,
                        principalTable: "Classes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Decisions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    ProcedureId = table.Column<int>(type: "int", nullable: false),
                    Kind = table.Column<string>(type: "varchar(60)", maxLength: 60, nullable: false, collation: "utf8mb4_bin"),
                    BatchId = table.Column<long>(type: "bigint", nullable: true),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    GradeCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Echelle = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: false, collation: "utf8mb4_bin"),
                    OldEchelon = table.Column<int>(type: "int", nullable: false),
                    OldIndex = table.Column<int>(type: "int", nullable: false),
                    OldFrom = table.Column<DateOnly>(type: "date", nullable: false),
                    OldLeftoverDays = table.Column<int>(type: "int", nullable: false),
                    NewEchelon = table.Column<int>(type: "int", nullable: false),
                    NewIndex = table.Column<int>(type: "int", nullable: false),
                    EffectiveOn = table.Column<DateOnly>(type: "date", nullable: false),
                    PositionCode = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    Rhythm = table.Column<int>(type: "int", nullable: false),
                    Rating = table.Column<decimal>(type: "decimal(4,2)", precision: 4, scale: 2, nullable: false),
                    Months = table.Column<int>(type: "int", nullable: false),
                    LeftoverDays = table.Column<int>(type: "int", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    CreatedByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    Step = table.Column<int>(type: "int", nullable: false),
                    WaitingRole = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: true, collation: "utf8mb4_bin"),
                    WaitingSince = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    LateAfter = table.Column<DateOnly>(type: "date", nullable: true),
                    Number = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: true, collation: "utf8mb4_bin"),
                    DocumentId = table.Column<long>(type: "bigint", nullable: true),
                    SignedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    NotifiedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    ReasonCode = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin"),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Decisions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Decisions_DecisionBatches_BatchId",
                        column: x => x.BatchId,
                        principalTable: "DecisionBatches",
                        principalColumn: "Id");
                    table.ForeignKey(
                        name: "FK_Decisions_DecisionProcedures_ProcedureId",
                        column: x => x.ProcedureId,
                        principalTable: "DecisionProcedures",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "ProcedureSteps",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    ProcedureId = table.Column<int>(type: "int", nullable: false),
                    Order = table.Column<int>(type: "int", nullable: false),
                    Role = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    OfficeKind = table.Column<int>(type: "int", nullable: false),
                    IsDistinct = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    IsSignature = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    UsualDays = table.Column<int>(type: "int", nullable: false),
                    NameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    NameFr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ProcedureSteps", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ProcedureSteps_DecisionProcedures_ProcedureId",
                        column: x => x.ProcedureId,
                        principalTable: "DecisionProcedures",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "DocumentContents",
                columns: table => new
                {
                    DocumentId = table.Column<long>(type: "bigint", nullable: false),
                    Bytes = table.Column<byte[]>(type: "longblob", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DocumentContents", x => x.DocumentId);
                    table.ForeignKey(
                        name: "FK_DocumentContents_IssuedDocuments_DocumentId",
                        column: x => x.DocumentId,
                        principalTable: "IssuedDocuments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "DatumContests",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    CampaignId = table.Column<int>(type: "int", nullable: false),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    Datum = table.Column<int>(type: "int", nullable: false),
                    FileValue = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    AssertedValue = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    AssertedPlaceId = table.Column<int>(type: "int", nullable: true),
                    Reason = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: false),
                    Proof = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    AskedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    DecidedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    DecidedByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    DecisionRemark = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DatumContests", x => x.Id);
                    table.ForeignKey(
                        name: "FK_DatumContests_MobilityCampaigns_CampaignId",
                        column: x => x.CampaignId,
                        principalTable: "MobilityCampaigns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "MobilityPointRules",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    CampaignId = table.Column<int>(type: "int", nullable: false),
                    Criterion = table.Column<int>(type: "int", nullable: false),
                    Weight = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: false),
                    LaterFrom = table.Column<int>(type: "int", nullable: true),
                    LaterWeight = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: true),
                    Cap = table.Column<int>(type: "int", nullable: true),
                    Order = table.Column<int>(type: "int", nullable: false),
                    Confidence = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MobilityPointRules", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MobilityPointRules_MobilityCampaigns_CampaignId",
                        column: x => x.CampaignId,
                        principalTable: "MobilityCampaigns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "MovementRequests",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    CampaignId = table.Column<int>(type: "int", nullable: false),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    GradeCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    Note = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true),
                    State = table.Column<int>(type: "int", nullable: false),
                    StateSince = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    Submissions = table.Column<int>(type: "int", nullable: false),
                    SubmittedKind = table.Column<int>(type: "int", nullable: true),
                    SubmittedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Points = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: false),
                    PostedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    RecruitedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    BirthDate = table.Column<DateOnly>(type: "date", nullable: true),
                    RefusalCode = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin"),
                    Remark = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true),
                    Reopened = table.Column<string>(type: "varchar(100)", maxLength: 100, nullable: true, collation: "utf8mb4_bin"),
                    CorrectUntil = table.Column<DateOnly>(type: "date", nullable: true),
                    DirectorateAccountId = table.Column<long>(type: "bigint", nullable: true),
                    AcademyAccountId = table.Column<long>(type: "bigint", nullable: true),
                    Changes = table.Column<int>(type: "int", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MovementRequests", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MovementRequests_MobilityCampaigns_CampaignId",
                        column: x => x.CampaignId,
                        principalTable: "MobilityCampaigns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "NoticeDeliveries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    NoticeId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    Channel = table.Column<int>(type: "int", nullable: false),
                    To = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: false, collation: "utf8mb4_bin"),
                    State = table.Column<int>(type: "int", nullable: false),
                    Attempts = table.Column<int>(type: "int", nullable: false),
                    LastError = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    SentAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    CallNote = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true),
                    CalledByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NoticeDeliveries", x => x.Id);
                    table.ForeignKey(
                        name: "FK_NoticeDeliveries_Notices_NoticeId",
                        column: x => x.NoticeId,
                        principalTable: "Notices",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "PayEvents",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PayMonthId = table.Column<long>(type: "bigint", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    Office = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    ReasonCode = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin"),
                    Reference = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PayEvents", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PayEvents_PayMonths_PayMonthId",
                        column: x => x.PayMonthId,
                        principalTable: "PayMonths",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "PayLines",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PayMonthId = table.Column<long>(type: "bigint", nullable: false),
                    Order = table.Column<int>(type: "int", nullable: false),
                    Code = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    Amount = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: false),
                    Basis = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PayLines", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PayLines_PayMonths_PayMonthId",
                        column: x => x.PayMonthId,
                        principalTable: "PayMonths",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Schools",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false),
                    GresaCode = table.Column<string>(type: "varchar(6)", maxLength: 6, nullable: false, collation: "utf8mb4_bin"),
                    Cycles = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Nature = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: false, collation: "utf8mb4_bin"),
                    IsPublic = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    IsUrban = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    AddressAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    Phone = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: true),
                    FirstYearSeats = table.Column<int>(type: "int", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Schools", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Schools_Places_Id",
                        column: x => x.Id,
                        principalTable: "Places",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "RegistrationEvents",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    RegistrationId = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    What = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    Role = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: true, collation: "utf8mb4_bin"),
                    AccountId = table.Column<long>(type: "bigint", nullable: true),
                    Remark = table.Column<string>(type: "varchar(1000)", maxLength: 1000, nullable: true),
                    PlaceId = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RegistrationEvents", x => x.Id);
                    table.ForeignKey(
                        name: "FK_RegistrationEvents_Registrations_RegistrationId",
                        column: x => x.RegistrationId,
                        principalTable: "Registrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "RegistrationParties",
                columns: table => new
                {
                    RegistrationId = table.Column<long>(type: "bigint", nullable: false),
                    Phone = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: false, collation: "utf8mb4_bin"),
                    Language = table.Column<string>(type: "varchar(5)", maxLength: 5, nullable: false, collation: "utf8mb4_bin"),
                    JoinedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RegistrationParties", x => new { x.RegistrationId, x.Phone });
                    table.ForeignKey(
                        name: "FK_RegistrationParties_Registrations_RegistrationId",
                        column: x => x.RegistrationId,
                        principalTable: "Registrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "StoredFileContents",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false),
                    Bytes = table.Column<byte[]>(type: "longblob", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StoredFileContents", x => x.Id);
                    table.ForeignKey(
                        name: "FK_StoredFileContents_StoredFiles_Id",
                        column: x => x.Id,
                        principalTable: "StoredFiles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "Marks",
                columns: table => new
                {
                    AssessmentId = table.Column<int>(type: "int", nullable: false),
                    PupilId = table.Column<long>(type: "bigint", nullable: false),
                    State = table.Column<byte>(type: "tinyint unsigned", nullable: false),
                    Points = table.Column<decimal>(type: "decimal(4,2)", precision: 4, scale: 2, nullable: true),
                    Change = table.Column<int>(type: "int", nullable: false),
                    Page = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Marks", x => new { x.AssessmentId, x.PupilId });
                    table.ForeignKey(
                        name: "FK_Marks_Assessments_AssessmentId",
                        column: x => x.AssessmentId,
                        principalTable: "Assessments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "DecisionVisas",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    DecisionId = table.Column<long>(type: "bigint", nullable: false),
                    ProcedureId = table.Column<int>(type: "int", nullable: false),
                    Act = table.Column<int>(type: "int", nullable: false),
                    Step = table.Column<int>(type: "int", nullable: false),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    HatId = table.Column<long>(type: "bigint", nullable: false),
                    Role = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    NameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    NameLatin = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    ReasonCode = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin"),
                    Remark = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true),
                    WaitedDays = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DecisionVisas", x => x.Id);
                    table.ForeignKey(
                        name: "FK_DecisionVisas_Decisions_DecisionId",
                        column: x => x.DecisionId,
                        principalTable: "Decisions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "MovementRequestEvents",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    RequestId = table.Column<long>(type: "bigint", nullable: false),
                    Move = table.Column<int>(type: "int", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    AccountId = table.Column<long>(type: "bigint", nullable: false),
                    NameAr = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    NameLatin = table.Column<string>(type: "varchar(200)", maxLength: 200, nullable: false),
                    Role = table.Column<string>(type: "varchar(30)", maxLength: 30, nullable: false, collation: "utf8mb4_bin"),
                    Code = table.Column<string>(type: "varchar(40)", maxLength: 40, nullable: true, collation: "utf8mb4_bin"),
                    Remark = table.Column<string>(type: "varchar(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MovementRequestEvents", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MovementRequestEvents_MovementRequests_RequestId",
                        column: x => x.RequestId,
                        principalTable: "MovementRequests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "MovementSubmissions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    RequestId = table.Column<long>(type: "bigint", nullable: false),
                    Number = table.Column<int>(type: "int", nullable: false),
                    Cause = table.Column<int>(type: "int", nullable: false),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    Points = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MovementSubmissions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MovementSubmissions_MovementRequests_RequestId",
                        column: x => x.RequestId,
                        principalTable: "MovementRequests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "MovementWishes",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    RequestId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    Order = table.Column<int>(type: "int", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MovementWishes", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MovementWishes_MovementRequests_RequestId",
                        column: x => x.RequestId,
                        principalTable: "MovementRequests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "MovementPointLines",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SubmissionId = table.Column<long>(type: "bigint", nullable: false),
                    Order = table.Column<int>(type: "int", nullable: false),
                    Criterion = table.Column<int>(type: "int", nullable: false),
                    Quantity = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: false),
                    Points = table.Column<decimal>(type: "decimal(12,2)", precision: 12, scale: 2, nullable: false),
                    SourceKey = table.Column<string>(type: "varchar(80)", maxLength: 80, nullable: false, collation: "utf8mb4_bin"),
                    SourceArgs = table.Column<string>(type: "varchar(1000)", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MovementPointLines", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MovementPointLines_MovementSubmissions_SubmissionId",
                        column: x => x.SubmissionId,
                        principalTable: "MovementSubmissions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "MovementSubmittedWishes",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SubmissionId = table.Column<long>(type: "bigint", nullable: false),
                    Order = table.Column<int>(type: "int", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MovementSubmittedWishes", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MovementSubmittedWishes_MovementSubmissions_SubmissionId",
                        column: x => x.SubmissionId,
                        principalTable: "MovementSubmissions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_Absences_ClassId_Day",
                table: "Absences",
                columns: new[] { "ClassId", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_Absences_PupilId_Day",
                table: "Absences",
                columns: new[] { "PupilId", "Day" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Absences_SchoolId_SchoolYearId",
                table: "Absences",
                columns: new[] { "SchoolId", "SchoolYearId" });

            migrationBuilder.CreateIndex(
                name: "IX_Accounts_EmployeeId",
                table: "Accounts",
                column: "EmployeeId");

            migrationBuilder.CreateIndex(
                name: "IX_Accounts_GuardianId",
                table: "Accounts",
                column: "GuardianId");

            migrationBuilder.CreateIndex(
                name: "IX_Accounts_Login",
                table: "Accounts",
                column: "Login",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Accounts_Phone",
                table: "Accounts",
                column: "Phone");

            migrationBuilder.CreateIndex(
                name: "IX_Accounts_PupilId",
                table: "Accounts",
                column: "PupilId");

            migrationBuilder.CreateIndex(
                name: "IX_Assessments_ClassId_SubjectCode_Semester_Number",
                table: "Assessments",
                columns: new[] { "ClassId", "SubjectCode", "Semester", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Assessments_SchoolId_State",
                table: "Assessments",
                columns: new[] { "SchoolId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_AccountId_At",
                table: "AuditEntries",
                columns: new[] { "AccountId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_PlaceId_Sequence",
                table: "AuditEntries",
                columns: new[] { "PlaceId", "Sequence" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_CalendarEntries_SchoolYearId_StartsOn",
                table: "CalendarEntries",
                columns: new[] { "SchoolYearId", "StartsOn" });

            migrationBuilder.CreateIndex(
                name: "IX_CareerSteps_DecisionId",
                table: "CareerSteps",
                column: "DecisionId");

            migrationBuilder.CreateIndex(
                name: "IX_CareerSteps_EmployeeId_StartsOn",
                table: "CareerSteps",
                columns: new[] { "EmployeeId", "StartsOn" });

            migrationBuilder.CreateIndex(
                name: "IX_CertificateBatches_PlaceId_AskedAt",
                table: "CertificateBatches",
                columns: new[] { "PlaceId", "AskedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_CertificateRequests_DocumentId",
                table: "CertificateRequests",
                column: "DocumentId");

            migrationBuilder.CreateIndex(
                name: "IX_CertificateRequests_LiveKey",
                table: "CertificateRequests",
                column: "LiveKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_CertificateRequests_PlaceId_State_AskedAt",
                table: "CertificateRequests",
                columns: new[] { "PlaceId", "State", "AskedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_CertificateRequests_PupilId_AskedAt",
                table: "CertificateRequests",
                columns: new[] { "PupilId", "AskedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Classes_PublicId",
                table: "Classes",
                column: "PublicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Classes_SchoolId_SchoolYearId_Name",
                table: "Classes",
                columns: new[] { "SchoolId", "SchoolYearId", "Name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_DatumContests_CampaignId",
                table: "DatumContests",
                column: "CampaignId");

            migrationBuilder.CreateIndex(
                name: "IX_DatumContests_EmployeeId_CampaignId",
                table: "DatumContests",
                columns: new[] { "EmployeeId", "CampaignId" });

            migrationBuilder.CreateIndex(
                name: "IX_DatumContests_PlacePath",
                table: "DatumContests",
                column: "PlacePath");

            migrationBuilder.CreateIndex(
                name: "IX_DatumContests_State_AskedAt",
                table: "DatumContests",
                columns: new[] { "State", "AskedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_DecisionBatches_PlacePath_CreatedAt",
                table: "DecisionBatches",
                columns: new[] { "PlacePath", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_DecisionProcedures_Kind_Edition",
                table: "DecisionProcedures",
                columns: new[] { "Kind", "Edition" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Decisions_BatchId",
                table: "Decisions",
                column: "BatchId");

            migrationBuilder.CreateIndex(
                name: "IX_Decisions_DocumentId",
                table: "Decisions",
                column: "DocumentId");

            migrationBuilder.CreateIndex(
                name: "IX_Decisions_EmployeeId_State",
                table: "Decisions",
                columns: new[] { "EmployeeId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_Decisions_PlacePath_State",
                table: "Decisions",
                columns: new[] { "PlacePath", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_Decisions_ProcedureId",
                table: "Decisions",
                column: "ProcedureId");

            migrationBuilder.CreateIndex(
                name: "IX_Decisions_WaitingRole_WaitingSince",
                table: "Decisions",
                columns: new[] { "WaitingRole", "WaitingSince" });

            migrationBuilder.CreateIndex(
                name: "IX_DecisionVisas_DecisionId_Id",
                table: "DecisionVisas",
                columns: new[] { "DecisionId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_DecisionVisas_ProcedureId_Step_At",
                table: "DecisionVisas",
                columns: new[] { "ProcedureId", "Step", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_EchelonSteps_Echelle_Echelon",
                table: "EchelonSteps",
                columns: new[] { "Echelle", "Echelon" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_EmployeeChildren_EmployeeId",
                table: "EmployeeChildren",
                column: "EmployeeId");

            migrationBuilder.CreateIndex(
                name: "IX_Employees_Cin",
                table: "Employees",
                column: "Cin");

            migrationBuilder.CreateIndex(
                name: "IX_Employees_PlaceId",
                table: "Employees",
                column: "PlaceId");

            migrationBuilder.CreateIndex(
                name: "IX_Employees_PlacePath",
                table: "Employees",
                column: "PlacePath");

            migrationBuilder.CreateIndex(
                name: "IX_Employees_Ppr",
                table: "Employees",
                column: "Ppr",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Enrollments_ClassId_OrderInClass",
                table: "Enrollments",
                columns: new[] { "ClassId", "OrderInClass" });

            migrationBuilder.CreateIndex(
                name: "IX_Enrollments_PupilId_SchoolYearId_SchoolId",
                table: "Enrollments",
                columns: new[] { "PupilId", "SchoolYearId", "SchoolId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Enrollments_SchoolId_SchoolYearId_LevelCode",
                table: "Enrollments",
                columns: new[] { "SchoolId", "SchoolYearId", "LevelCode" });

            migrationBuilder.CreateIndex(
                name: "IX_Guardians_Cin",
                table: "Guardians",
                column: "Cin");

            migrationBuilder.CreateIndex(
                name: "IX_Guardians_Phone",
                table: "Guardians",
                column: "Phone");

            migrationBuilder.CreateIndex(
                name: "IX_Guardianships_PupilId",
                table: "Guardianships",
                column: "PupilId");

            migrationBuilder.CreateIndex(
                name: "IX_Hats_AccountId",
                table: "Hats",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_Hats_PlaceId_Role",
                table: "Hats",
                columns: new[] { "PlaceId", "Role" });

            migrationBuilder.CreateIndex(
                name: "IX_IdempotentCalls_At",
                table: "IdempotentCalls",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_IssuedDocuments_Code",
                table: "IssuedDocuments",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_IssuedDocuments_EmployeeId_IssuedAt",
                table: "IssuedDocuments",
                columns: new[] { "EmployeeId", "IssuedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_IssuedDocuments_PlaceId_Kind_Year_Number",
                table: "IssuedDocuments",
                columns: new[] { "PlaceId", "Kind", "Year", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_IssuedDocuments_PupilId_IssuedAt",
                table: "IssuedDocuments",
                columns: new[] { "PupilId", "IssuedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_IssuedDocuments_Sha256",
                table: "IssuedDocuments",
                column: "Sha256");

            migrationBuilder.CreateIndex(
                name: "IX_KnownDevices_AccountId",
                table: "KnownDevices",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_KnownDevices_LastUsedAt",
                table: "KnownDevices",
                column: "LastUsedAt");

            migrationBuilder.CreateIndex(
                name: "IX_MarkCorrections_AssessmentId",
                table: "MarkCorrections",
                column: "AssessmentId");

            migrationBuilder.CreateIndex(
                name: "IX_MarkCorrections_PupilId_AssessmentId",
                table: "MarkCorrections",
                columns: new[] { "PupilId", "AssessmentId" });

            migrationBuilder.CreateIndex(
                name: "IX_MarkCorrections_SchoolId_State",
                table: "MarkCorrections",
                columns: new[] { "SchoolId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_Marks_PupilId",
                table: "Marks",
                column: "PupilId");

            migrationBuilder.CreateIndex(
                name: "IX_MarkUploads_ExpiresAt",
                table: "MarkUploads",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_MobilityCampaigns_State_ClosesOn",
                table: "MobilityCampaigns",
                columns: new[] { "State", "ClosesOn" });

            migrationBuilder.CreateIndex(
                name: "IX_MobilityPointRules_CampaignId_Criterion",
                table: "MobilityPointRules",
                columns: new[] { "CampaignId", "Criterion" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MovementPointLines_SubmissionId",
                table: "MovementPointLines",
                column: "SubmissionId");

            migrationBuilder.CreateIndex(
                name: "IX_MovementRequestEvents_RequestId",
                table: "MovementRequestEvents",
                column: "RequestId");

            migrationBuilder.CreateIndex(
                name: "IX_MovementRequests_CampaignId_EmployeeId",
                table: "MovementRequests",
                columns: new[] { "CampaignId", "EmployeeId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MovementRequests_EmployeeId",
                table: "MovementRequests",
                column: "EmployeeId");

            migrationBuilder.CreateIndex(
                name: "IX_MovementRequests_PlacePath",
                table: "MovementRequests",
                column: "PlacePath");

            migrationBuilder.CreateIndex(
                name: "IX_MovementRequests_State_SubmittedAt",
                table: "MovementRequests",
                columns: new[] { "State", "SubmittedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_MovementSubmissions_RequestId_Number",
                table: "MovementSubmissions",
                columns: new[] { "RequestId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MovementSubmittedWishes_SubmissionId",
                table: "MovementSubmittedWishes",
                column: "SubmissionId");

            migrationBuilder.CreateIndex(
                name: "IX_MovementWishes_RequestId_PlaceId",
                table: "MovementWishes",
                columns: new[] { "RequestId", "PlaceId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Nomenclatures_List_Code",
                table: "Nomenclatures",
                columns: new[] { "List", "Code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_NoticeDeliveries_NoticeId",
                table: "NoticeDeliveries",
                column: "NoticeId");

            migrationBuilder.CreateIndex(
                name: "IX_NoticeDeliveries_PlaceId_State",
                table: "NoticeDeliveries",
                columns: new[] { "PlaceId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_Notices_AccountId_CreatedAt",
                table: "Notices",
                columns: new[] { "AccountId", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Notices_Key",
                table: "Notices",
                column: "Key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PayEvents_PayMonthId_Id",
                table: "PayEvents",
                columns: new[] { "PayMonthId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_PayLines_PayMonthId_Order",
                table: "PayLines",
                columns: new[] { "PayMonthId", "Order" });

            migrationBuilder.CreateIndex(
                name: "IX_PayMonths_EmployeeId_Month",
                table: "PayMonths",
                columns: new[] { "EmployeeId", "Month" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PayMonths_Month_State",
                table: "PayMonths",
                columns: new[] { "Month", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_Places_Kind_Code",
                table: "Places",
                columns: new[] { "Kind", "Code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Places_ParentId_Kind",
                table: "Places",
                columns: new[] { "ParentId", "Kind" });

            migrationBuilder.CreateIndex(
                name: "IX_Places_Path",
                table: "Places",
                column: "Path");

            migrationBuilder.CreateIndex(
                name: "IX_Postings_EmployeeId_StartsOn",
                table: "Postings",
                columns: new[] { "EmployeeId", "StartsOn" });

            migrationBuilder.CreateIndex(
                name: "IX_PrintedCodes_AccountId_IssuedAt",
                table: "PrintedCodes",
                columns: new[] { "AccountId", "IssuedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_PrintedCodes_PlaceId_IssuedAt",
                table: "PrintedCodes",
                columns: new[] { "PlaceId", "IssuedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ProcedureSteps_ProcedureId_Order",
                table: "ProcedureSteps",
                columns: new[] { "ProcedureId", "Order" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PublishedResults_ClassId_SubjectCode_Semester",
                table: "PublishedResults",
                columns: new[] { "ClassId", "SubjectCode", "Semester" });

            migrationBuilder.CreateIndex(
                name: "IX_Pupils_BirthDate_BirthActNumber",
                table: "Pupils",
                columns: new[] { "BirthDate", "BirthActNumber" });

            migrationBuilder.CreateIndex(
                name: "IX_Pupils_MassarCode",
                table: "Pupils",
                column: "MassarCode",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_RegistrationAccesses_NetworkKey_AskedAt",
                table: "RegistrationAccesses",
                columns: new[] { "NetworkKey", "AskedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_RegistrationAccesses_Phone_AskedAt",
                table: "RegistrationAccesses",
                columns: new[] { "Phone", "AskedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_RegistrationAccesses_PublicId",
                table: "RegistrationAccesses",
                column: "PublicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_RegistrationAccesses_TokenHash",
                table: "RegistrationAccesses",
                column: "TokenHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_RegistrationEvents_RegistrationId",
                table: "RegistrationEvents",
                column: "RegistrationId");

            migrationBuilder.CreateIndex(
                name: "IX_RegistrationParties_Phone",
                table: "RegistrationParties",
                column: "Phone");

            migrationBuilder.CreateIndex(
                name: "IX_Registrations_BirthDate_BirthActNumber",
                table: "Registrations",
                columns: new[] { "BirthDate", "BirthActNumber" });

            migrationBuilder.CreateIndex(
                name: "IX_Registrations_LiveKey",
                table: "Registrations",
                column: "LiveKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Registrations_NameKey",
                table: "Registrations",
                column: "NameKey");

            migrationBuilder.CreateIndex(
                name: "IX_Registrations_Phone_State",
                table: "Registrations",
                columns: new[] { "Phone", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_Registrations_PlacePath_State_SubmittedAt",
                table: "Registrations",
                columns: new[] { "PlacePath", "State", "SubmittedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Registrations_SchoolId_SchoolYearId_State",
                table: "Registrations",
                columns: new[] { "SchoolId", "SchoolYearId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_Schools_GresaCode",
                table: "Schools",
                column: "GresaCode",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SchoolZones_CommuneId",
                table: "SchoolZones",
                column: "CommuneId");

            migrationBuilder.CreateIndex(
                name: "IX_SchoolZones_SchoolId",
                table: "SchoolZones",
                column: "SchoolId");

            migrationBuilder.CreateIndex(
                name: "IX_SecondFactorCodes_AccountId_Hash",
                table: "SecondFactorCodes",
                columns: new[] { "AccountId", "Hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Sessions_AccountId_EndedAt",
                table: "Sessions",
                columns: new[] { "AccountId", "EndedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Sessions_ExpiresAt",
                table: "Sessions",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_Sessions_TokenHash",
                table: "Sessions",
                column: "TokenHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Settings_SchoolYearId_Code",
                table: "Settings",
                columns: new[] { "SchoolYearId", "Code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SignInTries_At",
                table: "SignInTries",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_SignInTries_GuesserKey_At",
                table: "SignInTries",
                columns: new[] { "GuesserKey", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_SignInTries_NetworkKey_At",
                table: "SignInTries",
                columns: new[] { "NetworkKey", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_SignInTries_TargetKey_At",
                table: "SignInTries",
                columns: new[] { "TargetKey", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_StaffRatings_EmployeeId_Year",
                table: "StaffRatings",
                columns: new[] { "EmployeeId", "Year" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_StoredFiles_PublicId",
                table: "StoredFiles",
                column: "PublicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SubjectPlans_SchoolYearId_LevelCode_StreamCode_SubjectCode",
                table: "SubjectPlans",
                columns: new[] { "SchoolYearId", "LevelCode", "StreamCode", "SubjectCode" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TeachingAssignments_ClassId_SubjectCode",
                table: "TeachingAssignments",
                columns: new[] { "ClassId", "SubjectCode" });

            migrationBuilder.CreateIndex(
                name: "IX_TeachingAssignments_EmployeeId_SchoolYearId",
                table: "TeachingAssignments",
                columns: new[] { "EmployeeId", "SchoolYearId" });

            migrationBuilder.CreateIndex(
                name: "IX_TeachingAssignments_SchoolId_SchoolYearId",
                table: "TeachingAssignments",
                columns: new[] { "SchoolId", "SchoolYearId" });

            migrationBuilder.CreateIndex(
                name: "IX_WorkItems_AccountId_CreatedAt",
                table: "WorkItems",
                columns: new[] { "AccountId", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_WorkItems_Key",
                table: "WorkItems",
                column: "Key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WorkItems_State_RunAfter",
                table: "WorkItems",
                columns: new[] { "State", "RunAfter" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Absences");

            migrationBuilder.DropTable(
                name: "AuditChains");

            migrationBuilder.DropTable(
                name: "AuditEntries");

            migrationBuilder.DropTable(
                name: "CalendarEntries");

            migrationBuilder.DropTable(
                name: "CareerSteps");

            migrationBuilder.DropTable(
                name: "CellRemarks");

            migrationBuilder.DropTable(
                name: "CertificateBatches");

            migrationBuilder.DropTable(
                name: "CertificateBatchItems");

            migrationBuilder.DropTable(
                name: "CertificateRequests");

            migrationBuilder.DropTable(
                name: "DatumContests");

            migrationBuilder.DropTable(
                name: "DecisionVisas");

            migrationBuilder.DropTable(
                name: "DocumentContents");

            migrationBuilder.DropTable(
                name: "DocumentRegisters");

            migrationBuilder.DropTable(
                name: "EchelonSteps");

            migrationBuilder.DropTable(
                name: "EmployeeChildren");

            migrationBuilder.DropTable(
                name: "Employees");

            migrationBuilder.DropTable(
                name: "Enrollments");

            migrationBuilder.DropTable(
                name: "Guardians");

            migrationBuilder.DropTable(
                name: "Guardianships");

            migrationBuilder.DropTable(
                name: "Hats");

            migrationBuilder.DropTable(
                name: "IdempotentCalls");

            migrationBuilder.DropTable(
                name: "KnownDevices");

            migrationBuilder.DropTable(
                name: "Levels");

            migrationBuilder.DropTable(
                name: "MarkCorrections");

            migrationBuilder.DropTable(
                name: "Marks");

            migrationBuilder.DropTable(
                name: "MarkUploads");

            migrationBuilder.DropTable(
                name: "MassarCodeSequences");

            migrationBuilder.DropTable(
                name: "MobilityPointRules");

            migrationBuilder.DropTable(
                name: "MovementPointLines");

            migrationBuilder.DropTable(
                name: "MovementRequestEvents");

            migrationBuilder.DropTable(
                name: "MovementSubmittedWishes");

            migrationBuilder.DropTable(
                name: "MovementWishes");

            migrationBuilder.DropTable(
                name: "Nomenclatures");

            migrationBuilder.DropTable(
                name: "NoticeDeliveries");

            migrationBuilder.DropTable(
                name: "PayEvents");

            migrationBuilder.DropTable(
                name: "PayLines");

            migrationBuilder.DropTable(
                name: "Postings");

            migrationBuilder.DropTable(
                name: "PrintedCodes");

            migrationBuilder.DropTable(
                name: "ProcedureSteps");

            migrationBuilder.DropTable(
                name: "PublishedResults");

            migrationBuilder.DropTable(
                name: "Pupils");

            migrationBuilder.DropTable(
                name: "RegistrationAccesses");

            migrationBuilder.DropTable(
                name: "RegistrationEvents");

            migrationBuilder.DropTable(
                name: "RegistrationParties");

            migrationBuilder.DropTable(
                name: "Schools");

            migrationBuilder.DropTable(
                name: "SchoolYears");

            migrationBuilder.DropTable(
                name: "SchoolZones");

            migrationBuilder.DropTable(
                name: "SecondFactorCodes");

            migrationBuilder.DropTable(
                name: "Sessions");

            migrationBuilder.DropTable(
                name: "Settings");

            migrationBuilder.DropTable(
                name: "SignInTries");

            migrationBuilder.DropTable(
                name: "StaffGrades");

            migrationBuilder.DropTable(
                name: "StaffRatings");

            migrationBuilder.DropTable(
                name: "StoredFileContents");

            migrationBuilder.DropTable(
                name: "StudyStreams");

            migrationBuilder.DropTable(
                name: "SubjectPlans");

            migrationBuilder.DropTable(
                name: "TeacherRemarks");

            migrationBuilder.DropTable(
                name: "TeachingAssignments");

            migrationBuilder.DropTable(
                name: "WorkItems");

            migrationBuilder.DropTable(
                name: "Decisions");

            migrationBuilder.DropTable(
                name: "IssuedDocuments");

            migrationBuilder.DropTable(
                name: "Assessments");

            migrationBuilder.DropTable(
                name: "MovementSubmissions");

            migrationBuilder.DropTable(
                name: "Notices");

            migrationBuilder.DropTable(
                name: "PayMonths");

            migrationBuilder.DropTable(
                name: "Registrations");

            migrationBuilder.DropTable(
                name: "Places");

            migrationBuilder.DropTable(
                name: "Accounts");

            migrationBuilder.DropTable(
                name: "StoredFiles");

            migrationBuilder.DropTable(
                name: "DecisionBatches");

            migrationBuilder.DropTable(
                name: "DecisionProcedures");

            migrationBuilder.DropTable(
                name: "Classes");

            migrationBuilder.DropTable(
                name: "MovementRequests");

            migrationBuilder.DropTable(
                name: "MobilityCampaigns");
        }
    }
}
